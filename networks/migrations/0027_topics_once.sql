-- A topic that is started twice at the same moment waits for itself, and is found the second time.
SET ROLE portal_definer;
CREATE FUNCTION sec.hold_key(key uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_advisory_xact_lock(hashtextextended(key::text, sec.uid()))
$$;
GRANT EXECUTE ON FUNCTION sec.hold_key(uuid) TO portal_app;
RESET ROLE;
