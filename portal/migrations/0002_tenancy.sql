-- The schema `sec`: who asks, what she may, and the audit chain. Owned by portal_definer, which may look past the
-- policies; the application may only call what is granted at the foot. Search paths are pinned.
SET ROLE portal_definer;

CREATE TABLE sec.role_capability (role text NOT NULL, capability text NOT NULL, PRIMARY KEY (role, capability));
CREATE TABLE sec.role_grants (role text NOT NULL, grantee text NOT NULL, PRIMARY KEY (role, grantee));

CREATE FUNCTION sec.uid() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('app.user_id', true), '')::bigint;

CREATE FUNCTION sec.now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
RETURN pg_catalog.now();

CREATE FUNCTION sec.today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
RETURN (sec.now() AT TIME ZONE 'Europe/Oslo')::date;

-- What the acting person is, asked of the tables: a live membership, or a visit while it and its office run.
CREATE FUNCTION sec.my_roles() RETURNS TABLE (network_id bigint, role text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 5 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT m.network_id, m.role::text FROM public.networks_membership m
    WHERE m.user_id = sec.uid() AND m.state = 'active' AND m.starts_on <= sec.today()
      AND (m.ends_on IS NULL OR m.ends_on >= sec.today())
    UNION ALL
    SELECT g.network_id, 'supervisor' FROM public.networks_grant g
    WHERE g.user_id = sec.uid() AND g.ended_at IS NULL AND g.ends_at > sec.now()
      AND EXISTS (SELECT 1 FROM public.portal_office o WHERE o.user_id = g.user_id AND o.kind = 'supervisor'
                  AND o.starts_on <= (g.granted_at AT TIME ZONE 'Europe/Oslo')::date
                  AND (o.ends_on IS NULL OR o.ends_on >= sec.today()));
END $$;

-- The answer is told to the transaction: the networks she is in, and for each capability those in which she holds it.
-- Policies compare with what was told, because every policy of every statement asks (docs/decisions/0037). It runs as the
-- caller, who may set these variables anyway.
CREATE FUNCTION sec.tell() RETURNS TABLE (network_id bigint, roles text[])
LANGUAGE plpgsql ROWS 5 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    networks bigint[];
    held text[];
BEGIN
    SELECT coalesce(array_agg(r.network_id), '{}'), coalesce(array_agg(r.role), '{}') INTO networks, held
    FROM sec.my_roles() r;
    PERFORM set_config('app.networks', networks::text, true);
    PERFORM set_config('app.may.' || may.capability, may.there::text, true) FROM (
        SELECT c.capability, array_remove(array_agg(mine.network), NULL) AS there FROM sec.role_capability c
        LEFT JOIN unnest(networks, held) AS mine (network, role) USING (role) GROUP BY c.capability) AS may;
    RETURN QUERY SELECT mine.network, array_agg(mine.role) FROM unnest(networks, held) AS mine (network, role)
                 GROUP BY mine.network;
END $$;

-- One statement after another, because within one the order in which functions are called is nobody's promise.
CREATE FUNCTION sec.act_as(person text, only_reads boolean) RETURNS TABLE (network_id bigint, roles text[])
LANGUAGE plpgsql ROWS 5 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM set_config('app.user_id', person, true);
    IF only_reads THEN
        PERFORM set_config('transaction_read_only', 'on', true);
    END IF;
    RETURN QUERY SELECT * FROM sec.tell();
END $$;

-- What changes who somebody is tells it at once, should she be the one who acts.
CREATE FUNCTION sec.tell_again() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF sec.uid() IS NOT NULL THEN
        PERFORM sec.tell();
    END IF;
    RETURN NULL;
END $$;

-- What was told. Nothing told is nothing seen. Both are taken into the statement that asks: no function is called.
CREATE FUNCTION sec.my_networks() RETURNS SETOF bigint LANGUAGE sql STABLE PARALLEL SAFE ROWS 5
BEGIN ATOMIC
    SELECT unnest(nullif(current_setting('app.networks', true), '')::bigint[]);
END;

CREATE FUNCTION sec.networks_where(wanted text) RETURNS SETOF bigint LANGUAGE sql STABLE PARALLEL SAFE ROWS 5
BEGIN ATOMIC
    SELECT unnest(nullif(current_setting('app.may.' || wanted, true), '')::bigint[]);
END;

-- Whatever writes asks the tables, policies and functions alike: what is written outlives the transaction.
CREATE FUNCTION sec.networks_asked(wanted text) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER ROWS 5 SET search_path = pg_catalog, pg_temp AS
$$ SELECT r.network_id FROM sec.my_roles() r JOIN sec.role_capability c USING (role) WHERE c.capability = wanted $$;

CREATE FUNCTION sec.may(network bigint, wanted text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT EXISTS (SELECT 1 FROM sec.networks_asked(wanted) AS n WHERE n = network) $$;

CREATE FUNCTION sec.demand(network bigint, wanted text) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT sec.may(network, wanted) THEN
        RAISE insufficient_privilege USING MESSAGE = 'not allowed';
    END IF;
END $$;

CREATE FUNCTION sec.may_give(network bigint, given text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT EXISTS (SELECT 1 FROM sec.my_roles() r JOIN sec.role_grants g USING (role)
                  WHERE r.network_id = network AND g.grantee = given) $$;

-- The audit chain. Each network's head is locked, so entries of one network are numbered without gaps. Names stand
-- outside the hash: they can be erased without breaking it.
CREATE TABLE sec.audit_head (network_id bigint PRIMARY KEY, seq bigint NOT NULL, hash bytea NOT NULL);

CREATE FUNCTION sec.entry_hash(previous bytea, network_id bigint, seq bigint, at timestamptz, actor_id bigint, role text,
                               action text, subject text, subject_id bigint, detail jsonb) RETURNS bytea
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT sha256(previous || convert_to(jsonb_build_array(network_id, seq, extract(epoch FROM at), actor_id, role,
                                                           action, subject, subject_id, detail)::text, 'UTF8'))
$$;

CREATE FUNCTION sec.append_entry(network bigint, actor bigint, actor_name text, actor_role text, action text,
                                 subject text, subject_id bigint, subject_label text, detail jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    head sec.audit_head;
    moment timestamptz;
BEGIN
    INSERT INTO sec.audit_head VALUES (network, 0, '\x00') ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM sec.audit_head h WHERE h.network_id = network FOR UPDATE;
    moment := greatest(clock_timestamp(), sec.now());
    head.hash := sec.entry_hash(head.hash, network, head.seq + 1, moment, actor, actor_role, action, subject,
                                append_entry.subject_id, detail);
    INSERT INTO public.portal_entry (network_id, seq, at, actor_id, actor_label, role, action, subject, subject_id,
                                     subject_label, detail, hash)
    VALUES (network, head.seq + 1, moment, actor, actor_name, actor_role, action, subject, append_entry.subject_id,
            left(append_entry.subject_label, 200), append_entry.detail, head.hash);
    UPDATE sec.audit_head h SET seq = head.seq + 1, hash = head.hash WHERE h.network_id = network;
    RETURN head.seq + 1;
END $$;

CREATE FUNCTION sec.record(network bigint, action text, subject text, subject_id bigint, subject_label text,
                                      detail jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.networks_membership m WHERE m.network_id = network AND m.user_id = sec.uid())
       AND NOT EXISTS (SELECT 1 FROM public.networks_grant g WHERE g.network_id = network AND g.user_id = sec.uid())
       AND NOT EXISTS (SELECT 1 FROM public.networks_joinrequest r WHERE r.network_id = network AND r.user_id = sec.uid())
    THEN
        RAISE insufficient_privilege USING MESSAGE = 'not of this network';
    END IF;
    RETURN sec.entry_by_her(network, action, subject, subject_id, subject_label, detail);
END $$;

-- The first broken number of a chain, or 0 where it holds, with how many entries were read. Where the rows agree among
-- themselves but not with the head, the first row the head does not know is named, or the first it misses.
CREATE FUNCTION sec.verify_audit(network bigint, OUT read bigint, OUT broken bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    entry public.portal_entry;
    head sec.audit_head;
    previous bytea := '\x00';
BEGIN
    read := 0;
    broken := 0;
    FOR entry IN SELECT * FROM public.portal_entry e WHERE e.network_id = network ORDER BY e.seq LOOP
        read := read + 1;
        previous := sec.entry_hash(previous, entry.network_id, entry.seq, entry.at, entry.actor_id, entry.role,
                                   entry.action, entry.subject, entry.subject_id, entry.detail);
        IF entry.seq <> read OR entry.hash <> previous THEN
            broken := read;
            RETURN;
        END IF;
    END LOOP;
    SELECT * INTO head FROM sec.audit_head h WHERE h.network_id = network;
    IF coalesce(head.seq, 0) <> read THEN
        broken := least(coalesce(head.seq, 0), read) + 1;
    ELSIF read > 0 AND head.hash <> previous THEN
        broken := read;
    END IF;
END $$;

GRANT EXECUTE ON FUNCTION sec.uid(), sec.now(), sec.today(), sec.my_roles(), sec.my_networks(), sec.networks_where(text),
    sec.networks_asked(text), sec.tell(), sec.act_as(text, boolean) TO portal_app, portal_owner, portal_maint;
GRANT EXECUTE ON FUNCTION sec.tell_again() TO portal_owner;
GRANT EXECUTE ON FUNCTION sec.may(bigint, text), sec.record(bigint, text, text, bigint, text, jsonb) TO portal_app;
GRANT EXECUTE ON FUNCTION sec.verify_audit(bigint) TO portal_maint, portal_owner;
GRANT SELECT ON sec.role_capability, sec.role_grants TO portal_app, portal_maint, portal_owner;
GRANT SELECT ON sec.audit_head TO portal_maint, portal_backup;
RESET ROLE;
GRANT SELECT, INSERT ON portal_entry TO portal_definer;
GRANT USAGE ON SEQUENCE portal_entry_id_seq TO portal_definer;
GRANT SELECT ON portal_user, portal_office TO portal_definer;
REVOKE INSERT, UPDATE, DELETE ON portal_office, django_migrations, django_content_type, auth_permission FROM portal_app;
