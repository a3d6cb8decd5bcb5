-- Routines: the library that everybody reads and supervisors write, and what networks make of it.
SET ROLE portal_definer;

-- What holds of every version, in the library and in a network. Whoever changes a draft is written down by the database;
-- what is with its reader stays as it was sent, and what has been published stays for good. Only the functions below
-- publish: the application itself never does.
CREATE FUNCTION sec.keep_version() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    by_application boolean := current_user = 'portal_app';
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF by_application AND OLD.state NOT IN ('draft', 'in_review') THEN
            PERFORM sec.refuse('not_a_draft');
        END IF;
        RETURN OLD;
    END IF;
    IF by_application AND TG_OP = 'UPDATE' AND OLD.state NOT IN ('draft', 'in_review') THEN
        PERFORM sec.refuse('not_a_draft');
    END IF;
    IF by_application AND (NEW.state NOT IN ('draft', 'in_review') OR NEW.number IS NOT NULL) THEN
        RAISE insufficient_privilege USING MESSAGE = 'published by its reader only';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state <> 'draft' AND NEW.content <> OLD.content THEN
        PERFORM sec.refuse('not_a_draft');
    END IF;
    IF by_application AND (TG_OP = 'INSERT' OR NEW.content <> OLD.content) THEN
        NEW.written_by_id := sec.uid();
        NEW.hands := array(SELECT DISTINCT unnest(CASE TG_OP WHEN 'UPDATE' THEN OLD.hands END || sec.uid()));
    ELSIF by_application THEN
        NEW.written_by_id := OLD.written_by_id;
        NEW.hands := OLD.hands;
    END IF;
    IF by_application THEN
        NEW.changed_at := greatest(sec.now(), clock_timestamp());
    END IF;
    RETURN NEW;
END $$;

-- Whoever was asked to read it is not asked any more: what was told of it is no news.
CREATE FUNCTION sec.forget_reading() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM public.portal_notice n WHERE n.kind = 'routine_to_read' AND n.subject_id = OLD.id;
    RETURN NULL;
END $$;

-- A second reader's word on a version that waits for it: held, as it was seen, and not by a hand that wrote in it.
CREATE FUNCTION sec.refuse_reading(state text, changed_at timestamptz, seen timestamptz, hands bigint[]) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF state <> 'in_review' THEN
        PERFORM sec.refuse('not_in_review');
    ELSIF changed_at <> seen THEN
        PERFORM sec.refuse('changed_meanwhile');
    ELSIF sec.uid() = ANY(hands) THEN
        PERFORM sec.refuse('needs_another_reader');
    END IF;
END $$;

CREATE FUNCTION sec.publish_routine(version bigint, seen timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_routineversion := sec.reading_of_routine(version, seen);
BEGIN
    UPDATE public.networks_routineversion v SET state = 'superseded'
    WHERE v.routine_id = held.routine_id AND v.state = 'published';
    UPDATE public.networks_routineversion v
    SET state = 'published', read_by_id = sec.uid(), published_at = sec.now(), in_force_on = sec.today(), remark = '',
        number = 1 + coalesce((SELECT max(o.number) FROM public.networks_routineversion o
                               WHERE o.routine_id = held.routine_id), 0)
    WHERE v.id = version RETURNING v.number INTO held.number;
    RETURN held.number;
END $$;

CREATE FUNCTION sec.send_back_routine(version bigint, seen timestamptz, remark text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.reading_of_routine(version, seen);
    UPDATE public.networks_routineversion v SET state = 'draft', remark = send_back_routine.remark WHERE v.id = version;
END $$;

-- The routine first, so that two who publish come one after the other.
CREATE FUNCTION sec.reading_of_routine(version bigint, seen timestamptz) RETURNS public.networks_routineversion
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_routineversion;
BEGIN
    PERFORM 1 FROM public.networks_routine r JOIN public.networks_routineversion v ON v.routine_id = r.id
    WHERE v.id = version FOR UPDATE OF r;
    SELECT * INTO held FROM public.networks_routineversion v WHERE v.id = version FOR UPDATE;
    PERFORM sec.demand(held.network_id, 'routines.read');
    IF held.reader_id IS DISTINCT FROM sec.uid() THEN
        PERFORM sec.refuse('not_your_reading');
    END IF;
    PERFORM sec.refuse_reading(held.state, held.changed_at, seen, held.hands);
    RETURN held;
END $$;

-- Who may be asked to read: the live members who read routines there, but for those who wrote in it.
CREATE FUNCTION sec.readers_of_routine(version bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.user_id FROM public.networks_routineversion v
    JOIN public.networks_membership m ON m.network_id = v.network_id AND m.user_id <> ALL(v.hands)
    JOIN sec.role_capability c ON c.role = m.role AND c.capability = 'routines.read'
    JOIN public.portal_user u ON u.id = m.user_id AND u.is_active
    WHERE v.id = version AND sec.is_live(m) AND sec.may(v.network_id, 'routines.write')
$$;

CREATE FUNCTION sec.publish_library(version bigint, seen timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_libraryversion := sec.reading_of_library(version, seen);
BEGIN
    UPDATE public.networks_libraryversion v SET state = 'superseded'
    WHERE v.routine_id = held.routine_id AND v.state = 'published';
    UPDATE public.networks_libraryversion v
    SET state = 'published', read_by_id = sec.uid(), published_at = sec.now(), in_force_on = sec.today(), remark = '',
        number = 1 + coalesce((SELECT max(o.number) FROM public.networks_libraryversion o
                               WHERE o.routine_id = held.routine_id), 0)
    WHERE v.id = version RETURNING v.number INTO held.number;
    PERFORM sec.tell_of_source(held.routine_id, version);
    RETURN held.number;
END $$;

-- One statement, however many networks have adopted it: a notice for each who writes routines there.
CREATE FUNCTION sec.tell_of_source(routine bigint, version bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO public.portal_notice (network_id, user_id, kind, subject_id, address, key, made_at)
    SELECT r.network_id, m.user_id, 'source_news', r.id, format('/nettverk/%s/rutiner/%s/', n.slug, r.id),
           'source:' || version, sec.now()
    FROM public.networks_routine r
    JOIN public.networks_network n ON n.id = r.network_id
    JOIN public.networks_membership m ON m.network_id = r.network_id
    JOIN sec.role_capability c ON c.role = m.role AND c.capability = 'routines.write'
    JOIN public.portal_user u ON u.id = m.user_id AND u.is_active
    WHERE r.source_id = tell_of_source.routine AND r.shelf = 'in_use' AND sec.is_live(m)
    ON CONFLICT DO NOTHING
$$;

-- For a job, and so only where nobody acts: who has not read of an event yet.
CREATE FUNCTION sec.people_of_notice(key text) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT n.user_id FROM public.portal_notice n
    WHERE sec.uid() IS NULL AND n.key = people_of_notice.key AND n.read_at IS NULL
$$;

-- Thirty days before a routine in force should be read again, and once more when that day has passed: those who write
-- routines there are told. For the nightly job, and so only where nobody acts; returns the keys of what was told.
CREATE FUNCTION sec.keep_reviews() RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY WITH due AS (
        SELECT v.id, v.network_id, v.routine_id,
               'review:' || v.id || CASE WHEN v.review_on < sec.today() THEN ':over' ELSE '' END AS key
        FROM public.networks_routineversion v JOIN public.networks_routine r ON r.id = v.routine_id
        WHERE sec.uid() IS NULL AND v.state = 'published' AND r.shelf = 'in_use' AND v.review_on <= sec.today() + 30),
    told AS (
        INSERT INTO public.portal_notice (network_id, user_id, kind, subject_id, address, key, made_at)
        SELECT d.network_id, m.user_id, 'routine_review', d.routine_id, format('/nettverk/%s/rutiner/%s/', n.slug, d.routine_id),
               d.key, sec.now()
        FROM due d JOIN public.networks_network n ON n.id = d.network_id
        JOIN public.networks_membership m ON m.network_id = d.network_id
        JOIN sec.role_capability c ON c.role = m.role AND c.capability = 'routines.write'
        JOIN public.portal_user u ON u.id = m.user_id AND u.is_active
        WHERE sec.is_live(m)
        ON CONFLICT DO NOTHING RETURNING portal_notice.key)
    SELECT DISTINCT t.key::text FROM told t;
END $$;

CREATE FUNCTION sec.send_back_library(version bigint, seen timestamptz, remark text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.reading_of_library(version, seen);
    UPDATE public.networks_libraryversion v SET state = 'draft', remark = send_back_library.remark WHERE v.id = version;
END $$;

CREATE FUNCTION sec.reading_of_library(version bigint, seen timestamptz) RETURNS public.networks_libraryversion
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_libraryversion;
BEGIN
    IF NOT sec.holds_office('{supervisor}') THEN
        RAISE insufficient_privilege USING MESSAGE = 'no such office';
    END IF;
    PERFORM 1 FROM public.networks_libraryroutine r JOIN public.networks_libraryversion v ON v.routine_id = r.id
    WHERE v.id = version FOR UPDATE OF r;
    SELECT * INTO held FROM public.networks_libraryversion v WHERE v.id = version FOR UPDATE;
    PERFORM sec.refuse_reading(held.state, held.changed_at, seen, held.hands);
    RETURN held;
END $$;
GRANT EXECUTE ON FUNCTION sec.publish_routine, sec.send_back_routine, sec.readers_of_routine, sec.publish_library,
    sec.send_back_library, sec.refuse, sec.holds_office, sec.people_of_notice,
    sec.keep_reviews TO portal_app;
GRANT EXECUTE ON FUNCTION sec.keep_version, sec.forget_reading TO portal_owner;
RESET ROLE;
CREATE TRIGGER keep_version BEFORE INSERT OR UPDATE OR DELETE ON networks_routineversion
    FOR EACH ROW EXECUTE FUNCTION sec.keep_version();
CREATE TRIGGER forget_reading AFTER UPDATE OR DELETE ON networks_routineversion
    FOR EACH ROW WHEN (OLD.state = 'in_review') EXECUTE FUNCTION sec.forget_reading();
CREATE TRIGGER keep_version BEFORE INSERT OR UPDATE OR DELETE ON networks_libraryversion
    FOR EACH ROW EXECUTE FUNCTION sec.keep_version();

-- The library: what is published is everybody's, what is on its way the supervisors'.
ALTER TABLE networks_libraryroutine ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE networks_libraryversion ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON networks_libraryroutine, networks_libraryversion TO portal_definer;
GRANT USAGE ON SEQUENCE networks_libraryroutine_id_seq, networks_libraryversion_id_seq TO portal_definer;
CREATE POLICY reading ON networks_libraryroutine FOR SELECT TO portal_app USING (true);
CREATE POLICY inserting ON networks_libraryroutine FOR INSERT TO portal_app WITH CHECK ((SELECT sec.holds_office('{supervisor}')));
CREATE POLICY reading ON networks_libraryversion FOR SELECT TO portal_app
    USING (state IN ('published', 'superseded', 'withdrawn') OR (SELECT sec.holds_office('{supervisor}')));
CREATE POLICY inserting ON networks_libraryversion FOR INSERT TO portal_app WITH CHECK ((SELECT sec.holds_office('{supervisor}')));
CREATE POLICY updating ON networks_libraryversion FOR UPDATE TO portal_app
    USING ((SELECT sec.holds_office('{supervisor}'))) WITH CHECK ((SELECT sec.holds_office('{supervisor}')));
CREATE POLICY deleting ON networks_libraryversion FOR DELETE TO portal_app USING ((SELECT sec.holds_office('{supervisor}')));
REVOKE UPDATE, DELETE ON networks_libraryroutine FROM portal_app;
