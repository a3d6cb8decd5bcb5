-- Whom «@» calls, who has a room open now, what is new to her, and a nightly keeper that waits for nobody.
SET ROLE portal_definer;

-- As before (0018_room_functions.sql), and the role each has in the network.
CREATE OR REPLACE FUNCTION sec.people_in(room bigint) RETURNS SETOF jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('placement', p.id, 'user_id', p.user_id, 'name', u.name, 'part', p.part,
        'keeps', p.part = 'keeper' OR (p.part <> 'adviser' AND p.membership_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM sec.placed k WHERE k.room_id = p.room_id AND k.part = 'keeper')),
        'agency', o.name, 'regime', coalesce(o.regime, 'health'),
        'role', (SELECT m.role FROM public.networks_membership m WHERE m.id = p.membership_id), 'whole', p.sees_from_at <= r.opened_at,
        'until', CASE WHEN p.membership_id IS NULL THEN (SELECT ((sec.visit_end(g)).at - interval '1 second')
            AT TIME ZONE 'Europe/Oslo' FROM public.networks_placement pl JOIN public.networks_grant g ON g.id = pl.grant_id
            WHERE pl.id = p.id)::date END)
    FROM sec.placed mine JOIN sec.placed p ON p.room_id = mine.room_id
    JOIN public.networks_room r ON r.id = p.room_id
    JOIN public.portal_user u ON u.id = p.user_id LEFT JOIN public.networks_organisation o ON o.id = p.organisation_id
    WHERE mine.room_id = room AND mine.user_id = sec.uid()
    ORDER BY u.sort_key, u.id
$$;

-- As before (0019_live.sql), and whether the others may see that she has it open: where the network has chosen so.
DROP FUNCTION sec.live_admit(text, integer, bigint);
CREATE FUNCTION sec.live_admit(session text, idle integer, topic bigint)
RETURNS TABLE (user_id bigint, name varchar, event bigint, shows_presence boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT u.id, u.name, t.last_event, n.shows_presence FROM public.networks_topic t
    JOIN sec.placed p ON p.room_id = t.room_id AND p.user_id = sec.live_person(session, idle)
    JOIN public.portal_user u ON u.id = p.user_id JOIN public.networks_network n ON n.id = t.network_id WHERE t.id = topic
$$;

-- Which of these still show it: asked at every beat, so that it ends where the network has changed its mind.
CREATE FUNCTION sec.live_presence(topics bigint[]) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT t.id FROM public.networks_topic t JOIN public.networks_network n ON n.id = t.network_id
    WHERE t.id = ANY (topics) AND n.shows_presence
$$;

-- As before (0019_live.sql), of everybody in the room: asked for some, it was planned as a loop over them.
DROP FUNCTION sec.live_news(bigint, bigint, bigint[]);
CREATE FUNCTION sec.live_news(topic bigint, after bigint)
RETURNS TABLE (event bigint, frame text, who bigint[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_topic;
    latest timestamptz;
BEGIN
    SELECT * INTO held FROM public.networks_topic t WHERE t.id = topic;
    SELECT coalesce(held.last_event, after), NULL, array_agg(p.user_id), max(p.sees_from_at) INTO event, frame, who, latest
    FROM sec.placed p WHERE p.room_id = held.room_id;
    RETURN NEXT;
    RETURN QUERY SELECT m.event, sec.frame(m), CASE WHEN m.sent_at < latest THEN array(
        SELECT p.user_id FROM sec.placed p WHERE p.room_id = held.room_id AND p.sees_from_at > m.sent_at) END
    FROM public.networks_message m WHERE m.topic_id = topic AND m.event > after ORDER BY m.event LIMIT 500;
END $$;

-- What is new to her in each topic of her rooms (as sec.unread told it before, in 0018_room_functions.sql).
CREATE VIEW sec.my_news AS
SELECT t.network_id, t.room_id, t.id AS topic_id, said.new,
    (SELECT count(*) FROM public.networks_mention n
     WHERE n.topic_id = t.id AND n.user_id = p.user_id AND n.number > coalesce(r.number, 0)) AS mentions
FROM sec.placed p JOIN public.networks_topic t ON t.room_id = p.room_id
LEFT JOIN public.networks_readmark r ON r.network_id = t.network_id AND r.user_id = p.user_id AND r.topic_id = t.id,
LATERAL (SELECT count(*) AS new FROM public.networks_message m
         WHERE m.topic_id = t.id AND m.number > coalesce(r.number, 0) AND m.author_id <> p.user_id
           AND m.state <> 'deleted' AND m.sent_at >= p.sees_from_at) AS said
WHERE p.user_id = sec.uid() AND t.last_event > coalesce(r.number, 0) AND said.new > 0;

CREATE OR REPLACE FUNCTION sec.unread() RETURNS SETOF jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT to_jsonb(n) FROM sec.my_news n $$;

CREATE FUNCTION sec.new_talk() RETURNS TABLE (network_id bigint, new bigint, mentions bigint)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 3 SET search_path = pg_catalog, pg_temp AS
$$ SELECT n.network_id, sum(n.new), sum(n.mentions) FROM sec.my_news n GROUP BY n.network_id $$;

CREATE FUNCTION sec.new_in(network bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT coalesce(sum(n.new), 0) FROM sec.my_news n WHERE n.network_id = network $$;

-- As before (0020_room_endings.sql). A room somebody writes in at that moment waits for the next night, and keeps no other.
CREATE OR REPLACE FUNCTION sec.keep_rooms() RETURNS SETOF jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_room;
    removed jsonb;
BEGIN
    FOR held IN SELECT r.* FROM public.networks_room r WHERE sec.uid() IS NULL AND r.state <> 'purged'
                AND sec.deleted_on(r) <= sec.today() ORDER BY r.id FOR UPDATE SKIP LOCKED LOOP
        removed := sec.purge_room(held.id);
        PERFORM sec.append_entry(held.network_id, NULL, '', 'system', 'room.purged', 'room', held.id, '', removed);
        RETURN NEXT removed;
    END LOOP;
END $$;

GRANT EXECUTE ON FUNCTION sec.new_talk, sec.new_in TO portal_app;
GRANT EXECUTE ON FUNCTION sec.live_admit, sec.live_news, sec.live_presence TO portal_live;
RESET ROLE;
GRANT UPDATE (shows_presence) ON networks_network TO portal_app;
