SET ROLE portal_definer;

-- As before (0036_versions_mended.sql), and only a draft is deleted: what is with a reader is taken back first.
CREATE OR REPLACE FUNCTION sec.keep_version() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    by_application boolean := current_user = 'portal_app';
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF by_application AND OLD.state <> 'draft' THEN
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

RESET ROLE;
