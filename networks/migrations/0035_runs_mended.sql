-- Runs end with their topic and stand in one room; a newcomer without history sees none begun before her; who has a
-- function is told at night. And no number of use names a network.
SET ROLE portal_definer;

-- What is followed ends with its topic or room: nobody could do, move or stop anything there any more.
CREATE FUNCTION sec.stop_runs() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    WITH stopped AS (
        UPDATE public.networks_run r SET state = 'stopped', ended_by_id = sec.uid(), ended_at = sec.now()
        WHERE r.state = 'running' AND CASE TG_TABLE_NAME WHEN 'networks_topic' THEN r.topic_id ELSE r.room_id END = NEW.id
        RETURNING r.id, r.network_id, r.room_id)
    INSERT INTO public.networks_runevent (network_id, room_id, run_id, deed, title, user_id, done_at)
    SELECT s.network_id, s.room_id, s.id, 'stopped', '', sec.uid(), sec.now() FROM stopped s WHERE sec.uid() IS NOT NULL;
    RETURN NULL;
END $$;

-- The day before a step is due, and once more when the day has passed: whoever answers for it, or the room's keepers where
-- nobody in the room does. An exercise reminds nobody. For the nightly job, and so only where nobody acts.
CREATE OR REPLACE FUNCTION sec.keep_runs() RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY WITH due AS (
        SELECT s.id, s.network_id, s.room_id, s.run_id, s.person_id, r.started_at,
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
        FROM due d JOIN public.networks_network n ON n.id = d.network_id
        JOIN sec.placed p ON p.room_id = d.room_id AND p.sees_from_at <= d.started_at
        WHERE p.user_id = d.person_id OR p.part = 'keeper' AND NOT EXISTS (
            SELECT 1 FROM sec.placed q
            WHERE q.room_id = d.room_id AND q.user_id = d.person_id AND q.sees_from_at <= d.started_at)
        ON CONFLICT DO NOTHING RETURNING portal_notice.key)
    SELECT DISTINCT t.key::text FROM told t;
END $$;

DROP FUNCTION sec.writers_of_routines;
-- A function that a routine in force names and nobody has: those who write routines are told once of each version, before
-- anybody follows it. For the nightly job, which says what is never held beforehand and what follows from a role.
CREATE FUNCTION sec.keep_vacancies(of_a_run text[], by_role text[]) RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY WITH vacant AS (
        SELECT DISTINCT v.id, v.network_id, v.routine_id FROM public.networks_routineversion v
        JOIN public.networks_routine r ON r.id = v.routine_id AND r.shelf = 'in_use'
        CROSS JOIN LATERAL jsonb_array_elements(v.content -> 'steps') s
        WHERE sec.uid() IS NULL AND v.state = 'published' AND coalesce(s ->> 'hidden', '') = ''
        AND s ->> 'role' <> ALL (of_a_run) AND NOT EXISTS (
            SELECT FROM public.networks_membership m
            LEFT JOIN public.networks_holding h ON h.membership_id = m.id AND h.function = s ->> 'role'
            WHERE m.network_id = v.network_id AND sec.is_live(m)
            AND (h.id IS NOT NULL OR s ->> 'role' = ANY (by_role) AND m.role = s ->> 'role'))),
    told AS (
        INSERT INTO public.portal_notice (network_id, user_id, kind, subject_id, address, key, made_at)
        SELECT d.network_id, m.user_id, 'function_vacant', d.routine_id, format('/nettverk/%s/funksjoner/', n.slug),
               'vacant:' || d.id, sec.now()
        FROM vacant d JOIN public.networks_network n ON n.id = d.network_id
        JOIN public.networks_membership m ON m.network_id = d.network_id
        JOIN sec.role_capability c ON c.role = m.role AND c.capability = 'routines.write'
        JOIN public.portal_user u ON u.id = m.user_id AND u.is_active
        WHERE sec.is_live(m)
        ON CONFLICT DO NOTHING RETURNING portal_notice.key)
    SELECT DISTINCT t.key::text FROM told t;
END $$;

-- Where the library is in use: numbers of networks for the desk, by what they build on and by county. A number below
-- `fewest` does not leave the database: of the whole, null stands for it; a version or a county with so few is not named.
-- Where those left out are fewer than that together, the smallest of the others goes with them, or they could be reckoned.
CREATE OR REPLACE FUNCTION sec.adoption(fewest integer) RETURNS SETOF jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH used AS (
        SELECT r.source_id AS routine, r.network_id AS network,
               (SELECT l.number FROM public.networks_routineversion v
                JOIN public.networks_libraryversion l ON l.id = v.base_id
                WHERE v.routine_id = r.id ORDER BY v.state = 'published' DESC, v.id DESC LIMIT 1) AS number
        FROM public.networks_routine r
        WHERE sec.holds_office('{supervisor}') AND r.source_id IS NOT NULL AND r.shelf = 'in_use'),
    told AS (
        SELECT u.routine, 'all' AS by, '' AS name, count(*) AS n FROM used u GROUP BY 1
        UNION ALL
        SELECT u.routine, 'version', coalesce(u.number::text, '–'), count(*) FROM used u GROUP BY 1, u.number
        UNION ALL
        SELECT u.routine, 'county', c.name, count(DISTINCT u.network)
        FROM used u JOIN public.networks_territory t ON t.network_id = u.network
        JOIN public.networks_municipality m ON m.number = t.municipality_id
        JOIN public.networks_county c ON c.number = m.county_id GROUP BY 1, c.name)
    SELECT jsonb_build_array(t.routine, t.by, t.name, CASE WHEN t.large THEN t.n END)
    FROM (SELECT told.*, told.n >= greatest(fewest, 3) AS large,
                 coalesce(sum(told.n) FILTER (WHERE told.n < greatest(fewest, 3)) OVER kind, 0) AS left_out,
                 row_number() OVER (kind ORDER BY told.n < greatest(fewest, 3), told.n, told.name) AS place
          FROM told WINDOW kind AS (PARTITION BY told.routine, told.by)) AS t
    WHERE t.by = 'all' OR t.large AND NOT (t.place = 1 AND t.left_out BETWEEN 1 AND greatest(fewest, 3) - 1)
    ORDER BY t.routine, t.by, t.name
$$;
GRANT EXECUTE ON FUNCTION sec.keep_vacancies TO portal_app;
GRANT EXECUTE ON FUNCTION sec.stop_runs TO portal_owner;

-- Those that a closed topic or room had left going on.
UPDATE public.networks_run r SET state = 'stopped', ended_at = sec.now()
WHERE r.state = 'running' AND (EXISTS (SELECT FROM public.networks_topic t WHERE t.id = r.topic_id AND t.closed_at IS NOT NULL)
                               OR EXISTS (SELECT FROM public.networks_room o WHERE o.id = r.room_id AND o.state = 'closed'));
RESET ROLE;

CREATE TRIGGER stops_runs AFTER UPDATE OF closed_at ON networks_topic
    FOR EACH ROW WHEN (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL) EXECUTE FUNCTION sec.stop_runs();
CREATE TRIGGER stops_runs AFTER UPDATE OF state ON networks_room
    FOR EACH ROW WHEN (OLD.state <> NEW.state AND NEW.state = 'closed') EXECUTE FUNCTION sec.stop_runs();

-- A run stands in the room of its topic, and its steps and events in its own; none of them moves to another room.
ALTER TABLE networks_topic ADD CONSTRAINT topic_in_its_room UNIQUE (network_id, room_id, id);
ALTER TABLE networks_run ADD CONSTRAINT run_in_its_room UNIQUE (network_id, room_id, id);
ALTER TABLE networks_run ADD CONSTRAINT run_in_room_of_topic FOREIGN KEY (network_id, room_id, topic_id)
    REFERENCES networks_topic (network_id, room_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE networks_runstep ADD CONSTRAINT step_in_room_of_run FOREIGN KEY (network_id, room_id, run_id)
    REFERENCES networks_run (network_id, room_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE networks_runevent ADD CONSTRAINT event_in_room_of_run FOREIGN KEY (network_id, room_id, run_id)
    REFERENCES networks_run (network_id, room_id, id) DEFERRABLE INITIALLY DEFERRED;
CREATE TRIGGER stays_in_room BEFORE UPDATE ON networks_run FOR EACH ROW EXECUTE FUNCTION sec.stay_in_network('room_id');
CREATE TRIGGER stays_in_room BEFORE UPDATE ON networks_runstep FOR EACH ROW EXECUTE FUNCTION sec.stay_in_network('room_id');

-- What was begun before she came is not hers to read, as with what was said (PR-16).
DROP POLICY reading ON networks_run;
DROP POLICY reading ON networks_runstep;
DROP POLICY reading ON networks_runevent;
CREATE POLICY reading ON networks_run FOR SELECT TO portal_app USING (EXISTS (
    SELECT FROM sec.my_history() AS mine (room, sees_from) WHERE mine.room = room_id AND mine.sees_from <= started_at));
CREATE POLICY reading ON networks_runstep FOR SELECT TO portal_app USING (run_id IN (SELECT r.id FROM networks_run r));
CREATE POLICY reading ON networks_runevent FOR SELECT TO portal_app USING (run_id IN (SELECT r.id FROM networks_run r));
