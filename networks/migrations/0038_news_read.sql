-- What is done is news no more, to nobody who was told of it.
SET ROLE portal_definer;

-- The network's own line changes, so whoever may write it there has answered for all of them. Of what came out since then
-- the bell still tells.
CREATE FUNCTION sec.read_source_news() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.portal_notice n SET read_at = sec.now()
    WHERE n.kind = 'source_news' AND n.subject_id = NEW.routine_id AND n.read_at IS NULL
    AND split_part(n.key, ':', 2)::bigint <= NEW.base_id;
    RETURN NULL;
END $$;

-- What has come back is no longer there to be mended when it is sent again, or discarded.
CREATE FUNCTION sec.read_came_back() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.portal_notice n SET read_at = sec.now()
    WHERE n.kind = 'routine_came_back' AND n.subject_id = OLD.routine_id AND n.read_at IS NULL;
    RETURN NULL;
END $$;
GRANT EXECUTE ON FUNCTION sec.read_source_news, sec.read_came_back TO portal_owner;
RESET ROLE;

CREATE TRIGGER read_source_news AFTER UPDATE OF base_id ON networks_routineversion
    FOR EACH ROW WHEN (NEW.base_id IS DISTINCT FROM OLD.base_id) EXECUTE FUNCTION sec.read_source_news();
CREATE TRIGGER read_came_back AFTER UPDATE OF state ON networks_routineversion
    FOR EACH ROW WHEN (NEW.state <> 'draft') EXECUTE FUNCTION sec.read_came_back();
CREATE TRIGGER read_discarded AFTER DELETE ON networks_routineversion
    FOR EACH ROW EXECUTE FUNCTION sec.read_came_back();
