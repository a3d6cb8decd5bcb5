-- Runs: a routine followed in a topic. Those in the room write them; whatever is done counts as an event of the topic, and
-- so reaches every screen that has it open.
SET ROLE portal_definer;

-- Whoever may write in the topic holds it, and is alone with what happens there until the transaction is over.
CREATE FUNCTION sec.happens_in_topic(topic bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.hold_topic(topic);
    RETURN sec.next_event(topic);
END $$;

-- The day before a step is due, and once more when the day has passed: whoever answers for it, or the room's keepers where
-- nobody in the room does. An exercise reminds nobody. For the nightly job, and so only where nobody acts.
CREATE FUNCTION sec.keep_runs() RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY WITH due AS (
        SELECT s.id, s.network_id, s.room_id, s.run_id, s.person_id,
               'run:' || s.id || ':' || s.due_on || CASE WHEN s.due_on < sec.today() THEN ':over' ELSE '' END AS key
        FROM public.networks_runstep s
        JOIN public.networks_run r ON r.id = s.run_id AND r.state = 'running' AND NOT r.is_exercise
        JOIN public.networks_topic t ON t.id = r.topic_id AND t.closed_at IS NULL
        JOIN public.networks_room o ON o.id = r.room_id AND o.state = 'open'
        WHERE sec.uid() IS NULL AND s.state IN ('open', 'signed') AND s.due_on <= sec.today() + 1),
    told AS (
        INSERT INTO public.portal_notice (network_id, user_id, kind, subject_id, address, key, made_at)
        SELECT d.network_id, p.user_id, 'run_step', d.id, format('/nettverk/%s/rutiner/i-gang/%s/', n.slug, d.run_id),
               d.key, sec.now()
        FROM due d JOIN public.networks_network n ON n.id = d.network_id JOIN sec.placed p ON p.room_id = d.room_id
        WHERE p.user_id = d.person_id OR p.part = 'keeper' AND NOT EXISTS (
            SELECT 1 FROM sec.placed q WHERE q.room_id = d.room_id AND q.user_id = d.person_id)
        ON CONFLICT DO NOTHING RETURNING portal_notice.key)
    SELECT DISTINCT t.key::text FROM told t;
END $$;

-- For whoever may talk there: who writes routines, to be told that a function has nobody.
CREATE FUNCTION sec.writers_of_routines(network bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.user_id FROM public.networks_membership m
    JOIN sec.role_capability c ON c.role = m.role AND c.capability = 'routines.write'
    JOIN public.portal_user u ON u.id = m.user_id AND u.is_active
    WHERE m.network_id = network AND sec.is_live(m) AND sec.may(network, 'rooms.talk')
$$;

-- What was learnt is kept so long, read or not; returns how many went. For the nightly job.
CREATE FUNCTION sec.keep_lessons() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gone integer;
BEGIN
    DELETE FROM public.networks_lesson l WHERE sec.uid() IS NULL AND l.ends_on < sec.today();
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

-- As before (0022_case_documents.sql), and the runs of its topics. What was learnt of the routine is elsewhere, and stays.
CREATE OR REPLACE FUNCTION sec.purge_room(room bigint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    topics bigint;
    messages bigint;
BEGIN
    DELETE FROM public.networks_casedocument d WHERE d.room_id = room;
    DELETE FROM public.networks_withheld w USING public.networks_message m WHERE m.id = w.message_id AND m.room_id = room;
    DELETE FROM public.networks_revision r USING public.networks_message m WHERE m.id = r.message_id AND m.room_id = room;
    DELETE FROM public.networks_reaction r WHERE r.room_id = room;
    DELETE FROM public.networks_mention n WHERE n.room_id = room;
    DELETE FROM public.networks_readmark r WHERE r.room_id = room;
    DELETE FROM public.networks_draft d WHERE d.room_id = room;
    DELETE FROM public.networks_message m WHERE m.room_id = room;
    GET DIAGNOSTICS messages = ROW_COUNT;
    DELETE FROM public.networks_runevent e WHERE e.room_id = room;
    DELETE FROM public.networks_runstep s WHERE s.room_id = room;
    DELETE FROM public.networks_run r WHERE r.room_id = room;
    DELETE FROM public.networks_topic t WHERE t.room_id = room;
    GET DIAGNOSTICS topics = ROW_COUNT;
    UPDATE public.networks_placement p SET ended_at = sec.now() WHERE p.room_id = room AND p.ended_at IS NULL;
    UPDATE public.networks_room r SET state = 'purged', name = '', purged_at = sec.now(), hold_reason = '', hold_ends_on = NULL
    WHERE r.id = room;
    RETURN jsonb_build_object('topics', topics, 'messages', messages);
END $$;

GRANT EXECUTE ON FUNCTION sec.happens_in_topic, sec.keep_runs, sec.writers_of_routines, sec.keep_lessons, sec.my_placements
TO portal_app;
RESET ROLE;

-- Asked of the tables at that moment, as with all that is written.
GRANT INSERT, UPDATE ON networks_run, networks_runstep TO portal_app;
GRANT INSERT ON networks_runevent TO portal_app;
CREATE POLICY inserting ON networks_run FOR INSERT TO portal_app
    WITH CHECK (started_by_id = (SELECT sec.uid()) AND room_id IN (SELECT p.room_id FROM sec.my_placements() p));
CREATE POLICY updating ON networks_run FOR UPDATE TO portal_app
    USING (room_id IN (SELECT p.room_id FROM sec.my_placements() p))
    WITH CHECK (room_id IN (SELECT p.room_id FROM sec.my_placements() p));
CREATE POLICY inserting ON networks_runstep FOR INSERT TO portal_app
    WITH CHECK (room_id IN (SELECT p.room_id FROM sec.my_placements() p));
CREATE POLICY updating ON networks_runstep FOR UPDATE TO portal_app
    USING (room_id IN (SELECT p.room_id FROM sec.my_placements() p))
    WITH CHECK (room_id IN (SELECT p.room_id FROM sec.my_placements() p));
CREATE POLICY inserting ON networks_runevent FOR INSERT TO portal_app
    WITH CHECK (user_id = (SELECT sec.uid()) AND room_id IN (SELECT p.room_id FROM sec.my_placements() p));

-- Whoever reads routines may say what she learnt; those who write them read it, and take it away when it is used.
GRANT INSERT, DELETE ON networks_lesson TO portal_app;
CREATE POLICY inserting ON networks_lesson FOR INSERT TO portal_app
    WITH CHECK (author_id = (SELECT sec.uid()) AND network_id IN (SELECT sec.networks_asked('routines.read')));
CREATE POLICY deleting ON networks_lesson FOR DELETE TO portal_app
    USING (author_id = (SELECT sec.uid()) OR network_id IN (SELECT sec.networks_asked('routines.write')));
