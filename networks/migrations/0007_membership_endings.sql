-- Endings that leave no way back in, handovers that cannot lose the last coordinator, reminders that go out once.
SET ROLE portal_definer;

CREATE FUNCTION sec.is_live(held public.networks_membership) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT held.state = 'active' AND held.starts_on <= sec.today() AND (held.ends_on IS NULL OR held.ends_on >= sec.today())
$$;

CREATE FUNCTION sec.may_end(held public.networks_membership) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT (held.user_id = sec.uid()
        OR (sec.may_confirm(held) AND held.role IN ('member', 'mentor', 'observer'))
        OR (sec.may(held.network_id, 'members.manage') AND sec.may_give(held.network_id, held.role))) IS TRUE
$$;

-- To whom open letters pass: whoever takes her out, if she may invite, else the coordinator of longest standing.
CREATE FUNCTION sec.heir(held public.networks_membership) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN held.user_id <> sec.uid() AND sec.may(held.network_id, 'members.invite') THEN sec.uid()
    ELSE coalesce((SELECT m.user_id FROM public.networks_membership m
                   WHERE m.network_id = held.network_id AND m.id <> held.id AND m.role = 'coordinator' AND sec.is_live(m)
                   ORDER BY m.starts_on, m.id LIMIT 1), sec.uid()) END
$$;

-- What a person holds and who takes it over, for the page that asks before it ends; also for whoever leaves while paused.
CREATE FUNCTION sec.held_by(membership bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_membership;
BEGIN
    SELECT * INTO held FROM public.networks_membership WHERE id = membership;
    IF held.id IS NULL OR held.state = 'ended' OR NOT sec.may_end(held) OR NOT (held.user_id = sec.uid() OR EXISTS (
        SELECT 1 FROM sec.my_roles() r WHERE r.network_id = held.network_id)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'not visible';
    END IF;
    RETURN jsonb_build_object(
        'heir', (SELECT u.name FROM public.portal_user u WHERE u.id = sec.heir(held)),
        'invitations', (SELECT count(*) FROM public.networks_invitation i
            WHERE i.network_id = held.network_id AND i.invited_by_id = held.user_id AND i.accepted_at IS NULL
            AND i.revoked_at IS NULL AND i.expires_at > sec.now()),
        'handover', EXISTS (SELECT 1 FROM public.networks_handover h WHERE held.id IN (h.from_membership_id, h.to_membership_id)
            AND h.accepted_at IS NULL AND h.withdrawn_at IS NULL),
        'guests', (SELECT coalesce(jsonb_agg(u.name ORDER BY u.sort_key), '[]') FROM public.networks_grant g
            JOIN public.portal_user u ON u.id = g.user_id WHERE g.network_id = held.network_id
            AND g.granted_by_id = held.user_id AND (sec.visit_end(g)).at > sec.now()),
        'only_contact', held.role = 'contact' AND NOT EXISTS (SELECT 1 FROM public.networks_membership m
            WHERE m.network_id = held.network_id AND m.organisation_id = held.organisation_id AND m.id <> held.id
            AND m.role = 'contact' AND sec.is_live(m)),
        'last_of_organisation', NOT EXISTS (SELECT 1 FROM public.networks_membership m
            WHERE m.network_id = held.network_id AND m.organisation_id = held.organisation_id AND m.id <> held.id
            AND sec.is_live(m)));
END $$;

-- What the next coordinator takes over.
CREATE FUNCTION sec.handover_facts(network bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT sec.may(network, 'network.hand_over') AND NOT EXISTS (
        SELECT 1 FROM public.networks_handover h JOIN public.networks_membership m ON m.id = h.to_membership_id
        WHERE h.network_id = network AND h.accepted_at IS NULL AND h.withdrawn_at IS NULL AND m.user_id = sec.uid()
        AND sec.is_live(m)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'not the successor';
    END IF;
    RETURN (SELECT jsonb_build_object(
        'invitations', (SELECT count(*) FROM public.networks_invitation i WHERE i.network_id = network
            AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > sec.now()),
        'requests', (SELECT count(*) FROM public.networks_joinrequest r WHERE r.network_id = network AND r.answered_at IS NULL),
        'due', (SELECT count(*) FROM public.networks_membership m WHERE m.network_id = network AND m.state <> 'ended'
            AND m.confirm_by <= sec.today() + 30),
        'paused', (SELECT count(*) FROM public.networks_membership m WHERE m.network_id = network AND m.state = 'paused'),
        'guests', (SELECT count(*) FROM public.networks_grant g WHERE g.network_id = network AND (sec.visit_end(g)).at > sec.now()),
        'charter', c.purpose <> '' AND c.legal_basis <> '',
        'parties', (SELECT count(*) FROM public.networks_organisation o WHERE o.network_id = network AND o.left_on IS NULL),
        'signed', (SELECT count(*) FROM public.networks_signature s JOIN public.networks_organisation o ON o.id = s.organisation_id
            WHERE s.network_id = network AND s.version = c.version AND o.left_on IS NULL))
        FROM public.networks_charter c WHERE c.network_id = network);
END $$;

-- A contact is not reminded of herself.
CREATE FUNCTION sec.remind_confirmations() RETURNS SETOF jsonb
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH due AS (
        UPDATE public.networks_membership m SET reminded_on = sec.today()
        WHERE sec.uid() IS NULL AND m.state = 'active' AND m.confirm_by <= sec.today() + 30
          AND coalesce(m.reminded_on, '-infinity') < m.confirm_by - CASE WHEN m.confirm_by <= sec.today() + 7 THEN 7 ELSE 30 END
        RETURNING m.network_id, m.organisation_id, m.user_id)
    SELECT jsonb_build_object('to', u.email, 'language', u.language) FROM public.portal_user u
    WHERE u.is_active AND EXISTS (
        SELECT 1 FROM public.networks_membership m JOIN due ON due.network_id = m.network_id
        WHERE m.user_id = u.id AND sec.is_live(m)
          AND (m.role = 'coordinator' OR (m.role = 'contact' AND m.organisation_id = due.organisation_id AND m.user_id <> due.user_id)))
    ORDER BY u.id
$$;

GRANT EXECUTE ON FUNCTION sec.held_by, sec.handover_facts, sec.remind_confirmations TO portal_app;
RESET ROLE;
