-- What an agreement is, how a party leaves, and who may correct a region. The application no longer writes the charter,
-- a party's dates or a network's state and address itself: a signature would not hold if the text under it could change.
REVOKE UPDATE ON networks_charter FROM portal_app;
DROP POLICY updateing ON networks_charter;
REVOKE UPDATE, DELETE ON networks_organisation FROM portal_app;
DROP POLICY deleteing ON networks_organisation;
GRANT UPDATE (name, sector, regime) ON networks_organisation TO portal_app;
REVOKE UPDATE ON networks_network FROM portal_app;
GRANT UPDATE (name, note, preset) ON networks_network TO portal_app;
GRANT SELECT, INSERT ON networks_regioncounty TO portal_definer;
GRANT USAGE ON SEQUENCE networks_regioncounty_id_seq TO portal_definer;
SET ROLE portal_definer;

-- The text is compared by the moment it was last changed: nobody overwrites or signs what she has not read. A text that
-- somebody has signed is laid aside as it was, and everybody is asked again.
CREATE FUNCTION sec.seen_charter(network bigint, seen timestamptz) RETURNS public.networks_charter
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_charter;
BEGIN
    SELECT * INTO held FROM public.networks_charter c WHERE c.network_id = network FOR UPDATE;
    IF held.changed_at IS DISTINCT FROM seen THEN
        PERFORM sec.refuse('charter_changed_meanwhile');
    END IF;
    RETURN held;
END $$;

CREATE FUNCTION sec.change_charter(network bigint, seen timestamptz, purpose text, legal_basis text, keep_talk_days integer)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_charter;
BEGIN
    PERFORM sec.demand(network, 'charter.edit');
    held := sec.seen_charter(network, seen);
    IF (held.purpose, held.legal_basis, held.keep_talk_days) = (purpose, legal_basis, keep_talk_days) THEN
        RETURN held.version;
    END IF;
    IF EXISTS (SELECT 1 FROM public.networks_signature s WHERE s.network_id = network AND s.version = held.version) THEN
        INSERT INTO public.networks_earliercharter (network_id, version, purpose, legal_basis, keep_talk_days, changed_at,
                                                    replaced_at)
        VALUES (network, held.version, held.purpose, held.legal_basis, held.keep_talk_days, held.changed_at, sec.now());
        held.version := held.version + 1;
    END IF;
    UPDATE public.networks_charter c
    SET version = held.version, purpose = change_charter.purpose, legal_basis = change_charter.legal_basis,
        keep_talk_days = change_charter.keep_talk_days, changed_at = greatest(sec.now(), clock_timestamp())
    WHERE c.network_id = network;
    RETURN held.version;
END $$;

-- The party first, then its letters, then its people: whoever invites, admits or accepts at this moment holds the party
-- (sec.hold_party), and is waited for and seen.
CREATE FUNCTION sec.end_participation(organisation bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_organisation;
BEGIN
    SELECT * INTO held FROM public.networks_organisation o WHERE o.id = organisation;
    PERFORM sec.demand(held.network_id, 'organisations.manage');
    PERFORM 1 FROM public.networks_organisation o WHERE o.id = organisation FOR UPDATE;
    UPDATE public.networks_invitation i SET revoked_at = sec.now()
    WHERE i.organisation_id = organisation AND i.accepted_at IS NULL AND i.revoked_at IS NULL;
    IF EXISTS (SELECT 1 FROM public.networks_membership m WHERE m.organisation_id = organisation AND m.state <> 'ended') THEN
        PERFORM sec.refuse('organisation_has_members');
    END IF;
    UPDATE public.networks_organisation o SET left_on = coalesce(o.left_on, sec.today()) WHERE o.id = organisation;
END $$;

CREATE FUNCTION sec.take_part_again(organisation bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_organisation;
BEGIN
    SELECT * INTO held FROM public.networks_organisation o WHERE o.id = organisation FOR UPDATE;
    PERFORM sec.demand(held.network_id, 'organisations.manage');
    UPDATE public.networks_organisation o SET joined_on = sec.today(), left_on = NULL
    WHERE o.id = organisation AND o.left_on IS NOT NULL;
END $$;

CREATE FUNCTION sec.party_standing(network bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    named boolean := sec.may(network, 'members.read');
BEGIN
    RETURN (SELECT coalesce(jsonb_object_agg(party.id, to_jsonb(party)), '{}') FROM (
        SELECT o.id, count(m.id) AS people, coalesce(bool_or(m.user_id = sec.uid()), false) AS own,
               coalesce(bool_or(m.role IN (SELECT c.role FROM sec.role_capability c WHERE c.capability = 'charter.sign')),
                        false) AS can_sign,
               (array_agg(m.confirm_by ORDER BY m.rank, m.sort_key, m.id))[1] AS confirm_by,
               CASE WHEN named THEN (array_agg(m.name ORDER BY m.rank, m.sort_key, m.id))[1] END AS contact,
               CASE WHEN named THEN min(m.rank) END AS rank,
               EXISTS (SELECT 1 FROM public.networks_signature s JOIN public.networks_charter c USING (network_id, version)
                       WHERE s.organisation_id = o.id) AS signed
        FROM public.networks_organisation o LEFT JOIN (
            SELECT m.*, u.name, u.sort_key, array_position('{contact,coordinator,deputy}', m.role) AS rank
            FROM public.networks_membership m JOIN public.portal_user u ON u.id = m.user_id
            WHERE m.network_id = network AND m.state = 'active'
              AND m.starts_on <= sec.today() AND (m.ends_on IS NULL OR m.ends_on >= sec.today())
        ) AS m ON m.organisation_id = o.id
        WHERE o.network_id = network AND o.left_on IS NULL AND network IN (SELECT r.network_id FROM sec.my_roles() r)
        GROUP BY o.id) AS party);
END $$;

CREATE FUNCTION sec.holds_office(kinds text[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.portal_office o WHERE o.user_id = sec.uid() AND o.kind = ANY(kinds)
                   AND o.starts_on <= sec.today() AND (o.ends_on IS NULL OR o.ends_on >= sec.today()))
$$;

CREATE FUNCTION sec.correct_region(county text, region text, valid_from date, certain boolean, source text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    made bigint;
BEGIN
    IF NOT sec.holds_office('{supervisor,operator}') THEN
        RAISE insufficient_privilege USING MESSAGE = 'no such office';
    END IF;
    IF trim(source) = '' THEN
        PERFORM sec.refuse('source_missing');
    END IF;
    INSERT INTO public.networks_regioncounty (county_id, region_id, valid_from, certain, source, noted_by_id, noted_at)
    VALUES (county, region, correct_region.valid_from, correct_region.certain, trim(correct_region.source), sec.uid(),
            sec.now()) RETURNING id INTO made;
    RETURN made;
END $$;

GRANT EXECUTE ON FUNCTION sec.change_charter, sec.sign_charter, sec.end_participation, sec.take_part_again,
    sec.party_standing, sec.holds_office, sec.correct_region TO portal_app;
RESET ROLE;
