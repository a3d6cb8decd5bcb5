-- What the live process may ask about conversations. It reads no table: these functions say who hears what, and nothing else.
SET ROLE portal_definer;

CREATE FUNCTION sec.live_admit(session text, idle integer, topic bigint)
RETURNS TABLE (user_id bigint, name varchar, event bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT u.id, u.name, t.last_event FROM public.networks_topic t
    JOIN sec.placed p ON p.room_id = t.room_id AND p.user_id = sec.live_person(session, idle)
    JOIN public.portal_user u ON u.id = p.user_id WHERE t.id = topic
$$;

-- First where the topic stands and who of these people hears it; then what happened after an event, as every browser is
-- told it, each with those who do not hear it because it is older than their place in the room.
CREATE FUNCTION sec.live_news(topic bigint, after bigint, people bigint[])
RETURNS TABLE (event bigint, frame text, who bigint[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_topic;
    latest timestamptz;
BEGIN
    SELECT * INTO held FROM public.networks_topic t WHERE t.id = topic;
    SELECT coalesce(held.last_event, after), NULL, array_agg(p.user_id), max(p.sees_from_at) INTO event, frame, who, latest
    FROM sec.placed p WHERE p.room_id = held.room_id AND p.user_id = ANY (people);
    RETURN NEXT;
    RETURN QUERY SELECT m.event, sec.frame(m), CASE WHEN m.sent_at < latest THEN array(
        SELECT p.user_id FROM sec.placed p WHERE p.room_id = held.room_id AND p.user_id = ANY (people)
        AND p.sees_from_at > m.sent_at) END
    FROM public.networks_message m WHERE m.topic_id = topic AND m.event > after ORDER BY m.event LIMIT 500;
END $$;

-- In the order asked for: where each stands, 0 where only the session was asked about, and nothing where it is over.
CREATE FUNCTION sec.live_heads(sessions text[], topics bigint[], idle integer) RETURNS TABLE (head bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN asked.topic = 0 AND who.id IS NOT NULL THEN 0 WHEN p.id IS NOT NULL THEN t.last_event END
    FROM unnest(sessions, topics) WITH ORDINALITY AS asked (session, topic, place)
    LEFT JOIN LATERAL (SELECT sec.live_person(asked.session, idle) AS id) AS who ON true
    LEFT JOIN public.networks_topic t ON t.id = asked.topic
    LEFT JOIN sec.placed p ON p.room_id = t.room_id AND p.user_id = who.id
    ORDER BY asked.place
$$;

GRANT EXECUTE ON FUNCTION sec.live_admit, sec.live_news, sec.live_heads TO portal_live;
RESET ROLE;
CREATE TRIGGER looks_again AFTER UPDATE OR DELETE ON networks_placement
    FOR EACH ROW EXECUTE FUNCTION sec.look_again('user_id');
CREATE TRIGGER looks_again AFTER UPDATE OF state, role, ends_on OR DELETE ON networks_membership
    FOR EACH ROW EXECUTE FUNCTION sec.look_again('user_id');
CREATE TRIGGER looks_again AFTER UPDATE OF ended_at, ends_at OR DELETE ON networks_grant
    FOR EACH ROW EXECUTE FUNCTION sec.look_again('user_id');
