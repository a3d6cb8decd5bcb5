-- Who decides on news has written, two forms of one text are not adopted at once, and a discarded name is free again.
SET ROLE portal_definer;

-- As before (0026_routines.sql), and whoever decides what comes of news is one of its hands: words that are written
-- together wait among the decisions until somebody else takes them in.
CREATE OR REPLACE FUNCTION sec.keep_version() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
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
        IF to_jsonb(NEW) -> 'decisions' NOT IN (to_jsonb(OLD) -> 'decisions', '{}') THEN
            NEW.hands := array(SELECT DISTINCT unnest(OLD.hands || sec.uid()));
        END IF;
    END IF;
    IF by_application THEN
        NEW.changed_at := greatest(sec.now(), clock_timestamp());
    END IF;
    RETURN NEW;
END $$;

-- Two forms of one text would be one routine twice. Two who adopt at once come one after the other. Asked after the row's
-- policies, so that nobody learns from it what another network has adopted.
CREATE FUNCTION sec.one_form() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('forms', NEW.network_id));
    IF EXISTS (
        SELECT FROM public.networks_routine r JOIN public.networks_libraryroutine l ON l.id = r.source_id
        JOIN public.networks_libraryroutine s ON s.id = NEW.source_id
        WHERE r.network_id = NEW.network_id AND r.shelf = 'in_use' AND r.id <> NEW.id
        AND coalesce(l.variant_of_id, l.id) = coalesce(s.variant_of_id, s.id)) THEN
        RAISE unique_violation USING MESSAGE = 'already adopted';
    END IF;
    RETURN NULL;
END $$;

-- What was begun in the library and discarded before anybody published it is gone, with its name.
CREATE FUNCTION sec.leave_no_empty_routine() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM public.networks_libraryroutine r WHERE r.id = OLD.routine_id
    AND NOT EXISTS (SELECT FROM public.networks_libraryversion v WHERE v.routine_id = r.id)
    AND NOT EXISTS (SELECT FROM public.networks_libraryroutine o WHERE o.variant_of_id = r.id);
    RETURN NULL;
END $$;
GRANT EXECUTE ON FUNCTION sec.one_form, sec.leave_no_empty_routine TO portal_owner;

DELETE FROM public.networks_libraryroutine r
WHERE NOT EXISTS (SELECT FROM public.networks_libraryversion v WHERE v.routine_id = r.id)
AND NOT EXISTS (SELECT FROM public.networks_libraryroutine o WHERE o.variant_of_id = r.id);
RESET ROLE;

CREATE TRIGGER one_form AFTER INSERT OR UPDATE OF shelf ON networks_routine
    FOR EACH ROW WHEN (NEW.shelf = 'in_use' AND NEW.source_id IS NOT NULL) EXECUTE FUNCTION sec.one_form();
CREATE TRIGGER leave_no_empty_routine AFTER DELETE ON networks_libraryversion
    FOR EACH ROW EXECUTE FUNCTION sec.leave_no_empty_routine();
