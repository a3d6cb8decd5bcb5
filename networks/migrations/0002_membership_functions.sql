-- Everything that decides who belongs. Each function checks the grantor; a broken rule is raised under its key.
SET ROLE portal_definer;

CREATE FUNCTION sec.refuse(rule text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '%', rule;
END $$;

-- A guest who becomes a member is a guest no longer: the visit would otherwise keep her in while she is paused.
CREATE FUNCTION sec.add_member(network bigint, person bigint, organisation bigint, function text, role text,
                                          giver bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    made bigint;
BEGIN
    INSERT INTO public.networks_membership (network_id, user_id, organisation_id, function, role, state, starts_on,
                                            confirm_by, granted_by_id, end_reason)
    VALUES (network, person, organisation, add_member.function, add_member.role, 'active', sec.today(),
            sec.today() + 365, giver, '')
    RETURNING id INTO made;
    UPDATE public.networks_grant g SET ended_at = sec.now()
    WHERE g.network_id = network AND g.user_id = person AND g.ended_at IS NULL;
    RETURN made;
EXCEPTION WHEN unique_violation THEN
    PERFORM sec.refuse('already_member');
END $$;

-- Everybody comes in for a party that takes part. It is held until the end of the transaction, so that it cannot leave
-- meanwhile (sec.end_participation waits, and then sees her), and always before the letters, so that nobody waits in a ring.
CREATE FUNCTION sec.hold_party(network bigint, organisation bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.networks_organisation o
    WHERE o.network_id = network AND o.id = organisation AND o.left_on IS NULL FOR KEY SHARE;
    IF NOT FOUND THEN
        PERFORM sec.refuse('no_such_organisation');
    END IF;
END $$;

-- Nobody starts more than three networks in a day. Whoever let herself in is the founder.
CREATE FUNCTION sec.found_network(slug text, name text, preset text, join_code text, organisation text, sector text,
                                  regime text, function text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    network bigint;
    party bigint;
BEGIN
    IF sec.uid() IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'nobody acts';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('found_network', sec.uid()));  -- two clicks at once are counted as two
    IF (SELECT count(*) FROM public.networks_network n JOIN public.networks_membership m ON m.network_id = n.id
        WHERE m.user_id = sec.uid() AND m.granted_by_id = sec.uid() AND n.founded_at > sec.now() - interval '1 day') >= 3 THEN
        PERFORM sec.refuse('too_many_networks');
    END IF;
    BEGIN
        INSERT INTO public.networks_network (slug, name, preset, state, note, join_code, founded_at)
        VALUES (found_network.slug, found_network.name, found_network.preset, 'draft', '', found_network.join_code,
                sec.now()) RETURNING id INTO network;
    EXCEPTION WHEN unique_violation THEN
        PERFORM sec.refuse('slug_taken');
    END;
    INSERT INTO public.networks_organisation (network_id, name, sector, regime, joined_on)
    VALUES (network, organisation, found_network.sector, found_network.regime, sec.today()) RETURNING id INTO party;
    INSERT INTO public.networks_charter (network_id, version, purpose, legal_basis, keep_talk_days, changed_at)
    VALUES (network, 1, '', '', 90, sec.now());
    PERFORM sec.add_member(network, sec.uid(), party, found_network.function, 'coordinator', sec.uid());
    RETURN network;
END $$;

-- A new letter replaces an open one, but none that she may not take back; and nobody is written to all day long.
CREATE FUNCTION sec.invite(network bigint, email text, role text, organisation bigint, function text, token_hash text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    made bigint;
BEGIN
    PERFORM sec.demand(network, 'members.invite');
    PERFORM sec.in_turn(network);
    IF NOT sec.may_give(network, invite.role) THEN
        RAISE insufficient_privilege USING MESSAGE = 'role above own';
    END IF;
    PERFORM sec.hold_party(network, organisation);
    IF EXISTS (SELECT 1 FROM public.networks_membership m JOIN public.portal_user u ON u.id = m.user_id
               WHERE m.network_id = network AND m.state <> 'ended' AND lower(u.email) = lower(invite.email)) THEN
        PERFORM sec.refuse('already_member');
    END IF;
    IF EXISTS (SELECT 1 FROM public.networks_invitation i
               WHERE i.network_id = network AND lower(i.email) = lower(invite.email) AND i.accepted_at IS NULL
                 AND i.revoked_at IS NULL AND i.expires_at > sec.now() AND NOT sec.may_give(network, i.role)) THEN
        PERFORM sec.refuse('invited_by_another');
    END IF;
    PERFORM sec.refuse_too_many_letters(network, email);
    UPDATE public.networks_invitation i SET revoked_at = sec.now()
    WHERE i.network_id = network AND lower(i.email) = lower(invite.email) AND i.accepted_at IS NULL AND i.revoked_at IS NULL;
    INSERT INTO public.networks_invitation (network_id, email, role, organisation_id, function, token_hash, invited_by_id,
                                            invited_at, expires_at)
    VALUES (network, invite.email, invite.role, organisation, invite.function, invite.token_hash, sec.uid(), sec.now(),
            sec.now() + interval '7 days') RETURNING id INTO made;
    RETURN made;
END $$;

-- Only by whoever could have sent it.
CREATE FUNCTION sec.revoke_invitation(invitation bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_invitation;
BEGIN
    SELECT * INTO held FROM public.networks_invitation WHERE id = invitation FOR UPDATE;
    PERFORM sec.demand(held.network_id, 'members.invite');
    IF NOT sec.may_give(held.network_id, held.role) THEN
        RAISE insufficient_privilege USING MESSAGE = 'role above own';
    END IF;
    IF held.accepted_at IS NOT NULL THEN
        PERFORM sec.refuse('already_accepted');
    END IF;
    UPDATE public.networks_invitation SET revoked_at = coalesce(revoked_at, sec.now()) WHERE id = invitation;
END $$;

-- What the holder of a letter may know before she is a member. The token has 256 bits and is kept as its hash. A letter
-- nobody may answer for any more stands as taken back, whatever the clock has ended meanwhile.
CREATE FUNCTION sec.invitation_by_token(token_hash text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('network', n.name, 'slug', n.slug, 'role', i.role, 'organisation', o.name,
        'function', i.function, 'email', i.email, 'inviter', u.name, 'expires_at', i.expires_at,
        'has_account', EXISTS (SELECT 1 FROM public.portal_user p WHERE lower(p.email) = lower(i.email)),
        'state', CASE WHEN i.accepted_at IS NOT NULL THEN 'used' WHEN i.revoked_at IS NOT NULL THEN 'revoked'
                      WHEN i.expires_at <= sec.now() THEN 'expired'
                      WHEN NOT sec.could_give(i.invited_by_id, i.network_id, i.role) THEN 'revoked' ELSE 'open' END)
    FROM public.networks_invitation i JOIN public.networks_network n ON n.id = i.network_id
    JOIN public.networks_organisation o ON o.id = i.organisation_id JOIN public.portal_user u ON u.id = i.invited_by_id
    WHERE i.token_hash = invitation_by_token.token_hash
$$;

CREATE FUNCTION sec.accept_invitation(token_hash text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_invitation;
    made bigint;
BEGIN
    PERFORM 1 FROM public.networks_organisation o JOIN public.networks_invitation i ON i.organisation_id = o.id
    WHERE i.token_hash = accept_invitation.token_hash FOR KEY SHARE OF o;
    UPDATE public.networks_invitation i SET accepted_at = sec.now()
    WHERE i.token_hash = accept_invitation.token_hash AND i.accepted_at IS NULL AND i.revoked_at IS NULL
      AND i.expires_at > sec.now() AND sec.could_give(i.invited_by_id, i.network_id, i.role)
      AND lower(i.email) = (SELECT lower(u.email) FROM public.portal_user u WHERE u.id = sec.uid())
    RETURNING * INTO held;
    IF held.id IS NULL THEN
        PERFORM sec.refuse('invitation_not_open');
    END IF;
    made := sec.add_member(held.network_id, sec.uid(), held.organisation_id, held.function, held.role, held.invited_by_id);
    RETURN jsonb_build_object('network', held.network_id, 'membership', made,
                              'slug', (SELECT n.slug FROM public.networks_network n WHERE n.id = held.network_id));
END $$;

CREATE FUNCTION sec.refuse_last_coordinator(held public.networks_membership) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.networks_network WHERE id = held.network_id FOR UPDATE;
    IF held.role = 'coordinator' AND NOT EXISTS (
        SELECT 1 FROM public.networks_membership m WHERE m.network_id = held.network_id AND m.id <> held.id
        AND m.role = 'coordinator' AND m.state = 'active' AND (m.ends_on IS NULL OR m.ends_on >= sec.today())) THEN
        PERFORM sec.refuse('last_coordinator');
    END IF;
END $$;

-- One's own is one's own also while it is paused, so that one can leave. Where nobody acts, `held.user_id = sec.uid()` is
-- NULL, and NOT NULL is not true: a refusal must ask whether she may IS NOT TRUE.
CREATE FUNCTION sec.held_membership(membership bigint) RETURNS public.networks_membership
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_membership;
BEGIN
    SELECT * INTO held FROM public.networks_membership WHERE id = membership FOR UPDATE;
    IF (held.user_id = sec.uid() OR EXISTS (
        SELECT 1 FROM sec.my_roles() r WHERE r.network_id = held.network_id)) IS NOT TRUE THEN
        RAISE insufficient_privilege USING MESSAGE = 'not visible';
    END IF;
    IF held.state = 'ended' THEN
        PERFORM sec.refuse('already_ended');
    END IF;
    RETURN held;
END $$;

CREATE FUNCTION sec.change_role(membership bigint, role text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_membership := sec.held_membership(membership);
BEGIN
    PERFORM sec.demand(held.network_id, 'members.manage');
    IF NOT (sec.may_give(held.network_id, held.role) AND sec.may_give(held.network_id, change_role.role)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'role above own';
    END IF;
    IF change_role.role <> 'coordinator' THEN
        PERFORM sec.refuse_last_coordinator(held);
    END IF;
    UPDATE public.networks_membership m SET role = change_role.role WHERE m.id = membership;
END $$;

-- A visit ends with the pause: it would otherwise keep her in.
CREATE FUNCTION sec.pause_member(membership bigint, paused boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_membership := sec.held_membership(membership);
BEGIN
    PERFORM sec.demand(held.network_id, 'members.manage');
    IF NOT sec.may_give(held.network_id, held.role) THEN
        RAISE insufficient_privilege USING MESSAGE = 'role above own';
    END IF;
    IF paused = (held.state = 'paused') THEN
        PERFORM sec.refuse(CASE WHEN paused THEN 'already_paused' ELSE 'not_paused' END);
    END IF;
    IF paused THEN
        PERFORM sec.refuse_last_coordinator(held);
        UPDATE public.networks_membership SET state = 'paused' WHERE id = membership;
        UPDATE public.networks_grant g SET ended_at = sec.now()
        WHERE g.network_id = held.network_id AND g.user_id = held.user_id AND g.ended_at IS NULL;
        RETURN;
    END IF;
    UPDATE public.networks_membership SET state = 'active' WHERE id = membership;
    IF held.confirm_by < sec.today() THEN
        PERFORM sec.confirm_member(membership);
    END IF;
END $$;

-- What she held goes over: open handovers end here, the letters she had sent are passed on by a trigger.
CREATE FUNCTION sec.end_member(membership bigint, reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_membership := sec.held_membership(membership);
BEGIN
    IF NOT sec.may_end(held) THEN
        RAISE insufficient_privilege USING MESSAGE = 'role above own';
    END IF;
    PERFORM sec.refuse_last_coordinator(held);
    UPDATE public.networks_membership SET state = 'ended', ended_at = sec.now(), ends_on = sec.today(), end_reason = reason
    WHERE id = membership;
    UPDATE public.networks_handover SET withdrawn_at = sec.now()
    WHERE held.id IN (from_membership_id, to_membership_id) AND accepted_at IS NULL AND withdrawn_at IS NULL;
    -- An older letter to her, or a visit of her own, would be a way straight back in.
    UPDATE public.networks_invitation i SET revoked_at = sec.now() FROM public.portal_user u
    WHERE u.id = held.user_id AND i.network_id = held.network_id AND lower(i.email) = lower(u.email)
      AND i.accepted_at IS NULL AND i.revoked_at IS NULL;
    UPDATE public.networks_grant SET ended_at = sec.now()
    WHERE network_id = held.network_id AND user_id = held.user_id AND ended_at IS NULL;
END $$;

-- The yearly confirmation finds those who no longer belong, so nobody says it of herself while another may. Where there is
-- no other, her own word counts: a coordinator alone in the task could otherwise never be confirmed.
CREATE FUNCTION sec.may_confirm(held public.networks_membership) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT (sec.may(held.network_id, 'members.confirm') OR (
        sec.may(held.network_id, 'members.confirm_own') AND EXISTS (
            SELECT 1 FROM public.networks_membership mine WHERE mine.network_id = held.network_id
            AND mine.user_id = sec.uid() AND mine.state = 'active' AND mine.organisation_id = held.organisation_id)))
    AND (held.user_id <> sec.uid() OR NOT EXISTS (
        SELECT 1 FROM public.networks_membership other JOIN sec.role_capability c ON c.role = other.role
        WHERE other.network_id = held.network_id AND other.user_id <> held.user_id AND sec.is_live(other)
        AND (c.capability = 'members.confirm'
             OR c.capability = 'members.confirm_own' AND other.organisation_id = held.organisation_id)))
$$;

CREATE FUNCTION sec.confirm_member(membership bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_membership := sec.held_membership(membership);
BEGIN
    IF NOT sec.may_confirm(held) THEN
        RAISE insufficient_privilege USING MESSAGE = 'not own staff';
    END IF;
    UPDATE public.networks_membership SET confirm_by = sec.today() + 365, confirmed_at = sec.now() WHERE id = membership;
END $$;

-- The successor must be able to enter and to read what she takes over.
CREATE FUNCTION sec.propose_handover(membership bigint, note text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    successor public.networks_membership := sec.held_membership(membership);
    made bigint;
BEGIN
    PERFORM sec.demand(successor.network_id, 'network.hand_over');
    IF NOT sec.is_live(successor) OR successor.user_id = sec.uid() OR NOT EXISTS (SELECT 1 FROM sec.role_capability c
        WHERE c.role = successor.role AND c.capability = 'members.read') THEN
        PERFORM sec.refuse('successor_not_active');
    END IF;
    INSERT INTO public.networks_handover (network_id, from_membership_id, to_membership_id, note, proposed_at)
    SELECT m.network_id, m.id, successor.id, propose_handover.note, sec.now() FROM public.networks_membership m
    WHERE m.network_id = successor.network_id AND m.user_id = sec.uid() AND m.state = 'active' RETURNING id INTO made;
    RETURN made;
EXCEPTION WHEN unique_violation THEN
    PERFORM sec.refuse('handover_open');
END $$;

-- Whoever has meanwhile been given a role that may not read members does not become coordinator.
CREATE FUNCTION sec.accept_handover(handover bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_handover;
BEGIN
    SELECT * INTO held FROM public.networks_handover WHERE id = handover;
    PERFORM 1 FROM public.networks_membership m WHERE m.id IN (held.from_membership_id, held.to_membership_id)
    ORDER BY m.id FOR UPDATE;
    SELECT * INTO held FROM public.networks_handover WHERE id = handover FOR UPDATE;
    IF held.id IS NULL OR NOT EXISTS (SELECT 1 FROM public.networks_membership m
        JOIN sec.role_capability c ON c.role = m.role AND c.capability = 'members.read'
        WHERE m.id = held.to_membership_id AND m.user_id = sec.uid() AND sec.is_live(m)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'not the successor';
    END IF;
    IF held.accepted_at IS NOT NULL OR held.withdrawn_at IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM public.networks_membership m WHERE m.id = held.from_membership_id AND m.role = 'coordinator'
        AND sec.is_live(m)) THEN
        PERFORM sec.refuse('handover_not_open');
    END IF;
    UPDATE public.networks_membership SET role = 'coordinator' WHERE id = held.to_membership_id;
    UPDATE public.networks_membership SET role = 'member' WHERE id = held.from_membership_id;
    UPDATE public.networks_handover SET accepted_at = sec.now() WHERE id = handover;
END $$;

-- A coordinator takes it back (any of them: the one who proposed may be away), or the successor declines.
CREATE FUNCTION sec.withdraw_handover(handover bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_handover;
BEGIN
    SELECT * INTO held FROM public.networks_handover WHERE id = handover FOR UPDATE;
    IF held.id IS NULL OR NOT (sec.may(held.network_id, 'network.hand_over') OR EXISTS (
        SELECT 1 FROM public.networks_membership m WHERE m.id = held.to_membership_id AND m.user_id = sec.uid() AND sec.is_live(m))) THEN
        RAISE insufficient_privilege USING MESSAGE = 'not hers to take back';
    END IF;
    IF held.accepted_at IS NOT NULL OR held.withdrawn_at IS NOT NULL THEN
        PERFORM sec.refuse('handover_not_open');
    END IF;
    UPDATE public.networks_handover SET withdrawn_at = sec.now() WHERE id = handover;
END $$;

-- What somebody with the link may know: the network's name, and how her own asking stands. Without a code no link opens.
CREATE FUNCTION sec.network_by_code(code text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('id', n.id, 'name', n.name, 'slug', n.slug,
        'member', EXISTS (SELECT 1 FROM public.networks_membership m
                          WHERE m.network_id = n.id AND m.user_id = sec.uid() AND m.state <> 'ended'),
        'asked_at', (SELECT r.asked_at FROM public.networks_joinrequest r
                     WHERE r.network_id = n.id AND r.user_id = sec.uid() AND r.answered_at IS NULL),
        'declined_at', (SELECT max(r.answered_at) FROM public.networks_joinrequest r
                        WHERE r.network_id = n.id AND r.user_id = sec.uid() AND NOT r.admitted))
    FROM public.networks_network n
    WHERE n.join_code = code AND n.state <> 'closed' AND sec.uid() IS NOT NULL
$$;

-- It keeps the link it came by, so that after a no one can ask again by the same.
CREATE FUNCTION sec.ask_to_join(code text, organisation text, function text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    network bigint := (sec.network_by_code(code) ->> 'id')::bigint;
    made bigint;
BEGIN
    IF network IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'not visible';
    END IF;
    IF EXISTS (SELECT 1 FROM public.networks_membership m
               WHERE m.network_id = network AND m.user_id = sec.uid() AND m.state <> 'ended') THEN
        PERFORM sec.refuse('already_member');
    END IF;
    INSERT INTO public.networks_joinrequest (network_id, user_id, organisation_name, function, code, asked_at)
    VALUES (network, sec.uid(), organisation, ask_to_join.function, ask_to_join.code, sec.now()) RETURNING id INTO made;
    RETURN made;
EXCEPTION WHEN unique_violation THEN
    PERFORM sec.refuse('already_asked');
END $$;

-- Her latest request to each network, as JSON: while it waits, and for thirty days after a no unless she came in another
-- way. With the link to ask again by, if it still is the one she had: a link renewed since is not hers to know.
CREATE FUNCTION sec.my_join_requests() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('network', n.name, 'declined_at', r.answered_at,
                              'code', CASE WHEN r.code = n.join_code THEN r.code ELSE '' END)::text
    FROM (SELECT DISTINCT ON (own.network_id) own.* FROM public.networks_joinrequest own
          WHERE own.user_id = sec.uid() ORDER BY own.network_id, own.asked_at DESC, own.id DESC) r
    JOIN public.networks_network n ON n.id = r.network_id
    WHERE r.answered_at IS NULL
       OR (NOT r.admitted AND r.answered_at > sec.now() - interval '30 days' AND n.state <> 'closed'
           AND NOT EXISTS (SELECT 1 FROM public.networks_membership m
                           WHERE m.network_id = n.id AND m.user_id = sec.uid() AND m.state <> 'ended'))
    ORDER BY n.name, n.id
$$;

-- `organisation` NULL declines. Whoever is admitted comes for one of the network's own parties.
CREATE FUNCTION sec.answer_request(request bigint, role text, organisation bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_joinrequest;
BEGIN
    SELECT * INTO held FROM public.networks_joinrequest WHERE id = request FOR UPDATE;
    PERFORM sec.demand(held.network_id, 'requests.answer');
    IF held.answered_at IS NOT NULL THEN
        PERFORM sec.refuse('already_answered');
    END IF;
    UPDATE public.networks_joinrequest SET answered_at = sec.now(), admitted = organisation IS NOT NULL WHERE id = request;
    IF organisation IS NULL THEN
        RETURN NULL;
    END IF;
    IF NOT sec.may_give(held.network_id, answer_request.role) THEN
        RAISE insufficient_privilege USING MESSAGE = 'role above own';
    END IF;
    PERFORM sec.hold_party(held.network_id, organisation);
    RETURN sec.add_member(held.network_id, held.user_id, organisation, held.function, answer_request.role, sec.uid());
END $$;

-- Tells whether this signature made the network active: an agreement needs two (docs/decisions/0010).
CREATE FUNCTION sec.sign_charter(network bigint, organisation bigint, seen timestamptz, signer text, title text)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_charter;
BEGIN
    PERFORM sec.demand(network, 'charter.sign');
    IF NOT EXISTS (SELECT 1 FROM public.networks_membership m JOIN public.networks_organisation o ON o.id = m.organisation_id
                   WHERE m.network_id = network AND m.user_id = sec.uid() AND m.state = 'active'
                   AND o.id = organisation AND o.left_on IS NULL) THEN
        RAISE insufficient_privilege USING MESSAGE = 'not own organisation';
    END IF;
    held := sec.seen_charter(network, seen);
    IF '' IN (held.purpose, held.legal_basis) THEN
        PERFORM sec.refuse('charter_not_complete');
    END IF;
    INSERT INTO public.networks_signature (network_id, organisation_id, version, signed_by_id, signer, title, signed_at)
    VALUES (network, organisation, held.version, sec.uid(), sign_charter.signer, sign_charter.title, sec.now());
    UPDATE public.networks_network n SET state = 'active' WHERE n.id = network AND n.state = 'draft' AND 2 <= (
        SELECT count(*) FROM public.networks_signature s JOIN public.networks_organisation o ON o.id = s.organisation_id
        WHERE s.network_id = network AND s.version = held.version AND o.left_on IS NULL);
    RETURN FOUND;
EXCEPTION WHEN unique_violation THEN
    PERFORM sec.refuse('already_signed');
END $$;

-- The last day counts in full, yet never more than ninety times twenty-four hours. Letting in again replaces the visit.
CREATE FUNCTION sec.let_in(network bigint, person bigint, days integer, purpose text, permission integer)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    midnight timestamptz := (sec.today() + days + 1)::timestamp AT TIME ZONE 'Europe/Oslo';
    made bigint;
BEGIN
    PERFORM sec.demand(network, 'guests.let_in');
    PERFORM sec.in_turn(network);
    IF (days BETWEEN 1 AND 90) IS NOT TRUE THEN
        PERFORM sec.refuse('at_most_ninety_days');
    END IF;
    IF NOT EXISTS (SELECT 1 FROM public.portal_office o JOIN public.portal_user u ON u.id = o.user_id
                   WHERE o.user_id = person AND o.kind = 'supervisor' AND u.is_active
                   AND o.starts_on <= sec.today() AND (o.ends_on IS NULL OR o.ends_on >= sec.today())) THEN
        PERFORM sec.refuse('not_a_supervisor');
    END IF;
    IF EXISTS (SELECT 1 FROM public.networks_membership m
               WHERE m.network_id = network AND m.user_id = person AND m.state <> 'ended') THEN
        PERFORM sec.refuse('already_member');
    END IF;
    UPDATE public.networks_grant SET ended_at = sec.now()
    WHERE network_id = network AND user_id = person AND ended_at IS NULL;
    INSERT INTO public.networks_grant (network_id, user_id, permission_id, purpose, granted_by_id, granted_at, ends_at)
    VALUES (network, person, permission, let_in.purpose, sec.uid(), sec.now(),
            least(midnight - interval '1 second', sec.now() + interval '90 days')) RETURNING id INTO made;
    RETURN made;
END $$;

CREATE FUNCTION sec.end_grant(visit bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_grant;
BEGIN
    SELECT * INTO held FROM public.networks_grant WHERE id = visit FOR UPDATE;
    IF (held.user_id = sec.uid() OR sec.may(held.network_id, 'guests.let_in')) IS NOT TRUE THEN
        RAISE insufficient_privilege USING MESSAGE = 'not visible';
    END IF;
    UPDATE public.networks_grant SET ended_at = coalesce(ended_at, sec.now()) WHERE id = visit;
END $$;

-- In turn with whoever leaves: two who go at once may not both be the one who stays. Rows somebody is at work
-- on wait for tomorrow.
CREATE FUNCTION sec.keep_confirmations() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_membership;
    done bigint := 0;
BEGIN
    FOR held IN SELECT * FROM public.networks_membership m
                WHERE sec.uid() IS NULL AND m.state = 'active' AND m.confirm_by < sec.today() - 30
                ORDER BY m.network_id, m.id FOR UPDATE SKIP LOCKED LOOP
        PERFORM sec.in_turn(held.network_id);
        CONTINUE WHEN held.role = 'coordinator' AND NOT EXISTS (
            SELECT 1 FROM public.networks_membership m WHERE m.network_id = held.network_id AND m.id <> held.id
            AND m.role = 'coordinator' AND sec.is_live(m));
        UPDATE public.networks_membership SET state = 'paused' WHERE id = held.id;
        UPDATE public.networks_grant g SET ended_at = sec.now()
        WHERE g.network_id = held.network_id AND g.user_id = held.user_id AND g.ended_at IS NULL;
        PERFORM sec.append_entry(held.network_id, NULL, '', 'system', 'member.lapsed', 'membership', held.id,
            (SELECT u.name FROM public.portal_user u WHERE u.id = held.user_id), '{}');
        done := done + 1;
    END LOOP;
    RETURN done;
END $$;

GRANT EXECUTE ON FUNCTION sec.found_network, sec.invite, sec.revoke_invitation, sec.invitation_by_token,
    sec.accept_invitation, sec.change_role, sec.pause_member, sec.end_member, sec.confirm_member, sec.propose_handover,
    sec.accept_handover, sec.withdraw_handover, sec.network_by_code, sec.ask_to_join, sec.my_join_requests,
    sec.answer_request, sec.sign_charter, sec.let_in, sec.end_grant, sec.keep_confirmations TO portal_app;
RESET ROLE;
CREATE TRIGGER tells_again AFTER INSERT OR UPDATE OR DELETE ON networks_membership EXECUTE FUNCTION sec.tell_again();
CREATE TRIGGER tells_again AFTER INSERT OR UPDATE OR DELETE ON networks_grant EXECUTE FUNCTION sec.tell_again();
