-- What the live process may ask about a person: whether a session lives. And what tells it that something has ended.
SET ROLE portal_definer;

-- The person of a session that is alive, not idle for longer than so many seconds, and has proved two factors.
CREATE FUNCTION sec.live_person(session text, idle integer) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.user_id FROM public.portal_session s JOIN public.portal_user u ON u.id = s.user_id AND u.is_active
    WHERE s.session_key = session AND s.proved AND s.expire_date > pg_catalog.now()
      AND s.seen_at > pg_catalog.now() - make_interval(secs => idle)
$$;

-- Whatever may have ended somebody's access: every live process looks at her sockets at once. The last argument names
-- the column that holds the person.
CREATE FUNCTION sec.look_again() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    person text := to_jsonb(old) ->> TG_ARGV[0];
BEGIN
    IF person IS NOT NULL THEN
        PERFORM pg_notify('live', 'check ' || person);
    END IF;
    RETURN NULL;
END $$;

GRANT EXECUTE ON FUNCTION sec.live_person(text, integer) TO portal_live;
GRANT EXECUTE ON FUNCTION sec.look_again() TO portal_owner;
RESET ROLE;
GRANT SELECT ON portal_session TO portal_definer;
CREATE TRIGGER looks_again AFTER DELETE ON portal_session FOR EACH ROW EXECUTE FUNCTION sec.look_again('user_id');
CREATE TRIGGER looks_again AFTER UPDATE OF is_active ON portal_user FOR EACH ROW EXECUTE FUNCTION sec.look_again('id');
