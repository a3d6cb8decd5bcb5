-- Reports: one message shown to those who answer for it, until they have answered or thirty days have passed.
SET ROLE portal_definer;

-- A message of hers to do something about, whether or not anything may be written beside it now.
CREATE FUNCTION sec.reach_message(message bigint) RETURNS public.networks_message
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    said public.networks_message;
    mine sec.placed;
BEGIN
    SELECT m.* INTO said FROM public.networks_message m WHERE m.id = message;
    PERFORM 1 FROM public.networks_room r WHERE r.id = said.room_id FOR SHARE;  -- it is not deleted meanwhile
    PERFORM 1 FROM public.networks_topic t WHERE t.id = said.topic_id FOR NO KEY UPDATE;
    mine := sec.my_place(said.room_id);
    SELECT m.* INTO said FROM public.networks_message m WHERE m.id = message;
    IF said.sent_at < mine.sees_from_at THEN
        RAISE insufficient_privilege USING MESSAGE = 'not visible';
    ELSIF said.id IS NULL OR said.state = 'deleted' THEN
        PERFORM sec.refuse('message_gone');
    END IF;
    RETURN said;
END $$;

-- The text lies apart from now on: a hidden one for its author, a locked one for nobody.
CREATE FUNCTION sec.take_away(said public.networks_message, state text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    happened bigint;
BEGIN
    IF said.state = 'shown' THEN
        INSERT INTO public.networks_withheld (network_id, message_id, author_id, body, html)
        VALUES (said.network_id, said.id, said.author_id, said.body, said.html);
    ELSE  -- locked on top of it: it is not shown to all where it turns out not to have been graded
        UPDATE public.networks_withheld w SET was_hidden = true WHERE w.message_id = said.id;
    END IF;
    DELETE FROM public.networks_revision r WHERE r.message_id = said.id;
    UPDATE public.networks_message m SET body = '', html = '', state = take_away.state, flagged_by_id = sec.uid(),
        event = sec.next_event(said.topic_id) WHERE m.id = said.id RETURNING m.event INTO happened;
    RETURN happened;
END $$;

-- As before (0018_room_functions.sql), and in a room that is paused or closed too.
CREATE OR REPLACE FUNCTION sec.withhold(message bigint, state text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    said public.networks_message := sec.reach_message(message);
BEGIN
    IF withhold.state NOT IN ('hidden', 'locked') OR said.state IN (withhold.state, 'locked') THEN
        PERFORM sec.refuse('message_gone');
    END IF;
    RETURN sec.take_away(said, withhold.state);
END $$;

-- Who answers: for what is graded the contacts of its author's organisation, where there are any; else who answers for
-- the network. Never the author, and never who reported it: what is done with another's words takes two.
CREATE FUNCTION sec.answers_for(said public.networks_message, ground text, teller bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER ROWS 3 SET search_path = pg_catalog, pg_temp AS $$
    WITH able AS (
        SELECT m.user_id, m.organisation_id, c.capability FROM public.networks_membership m
        JOIN public.portal_user u ON u.id = m.user_id AND u.is_active
        JOIN sec.role_capability c ON c.role = m.role AND c.capability IN ('reports.answer', 'reports.answer_own')
        WHERE m.network_id = said.network_id AND m.user_id NOT IN (said.author_id, answers_for.teller)
          AND sec.is_live(m)),
    own AS (
        SELECT a.user_id FROM able a WHERE answers_for.ground = 'graded' AND a.capability = 'reports.answer_own'
        AND a.organisation_id = said.organisation_id)
    SELECT o.user_id FROM own o
    UNION SELECT a.user_id FROM able a WHERE a.capability = 'reports.answer' AND NOT EXISTS (SELECT 1 FROM own)
$$;

-- Before she reports: to whom it would be shown, by name.
CREATE FUNCTION sec.would_read_report(message bigint, ground text) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT u.name FROM public.networks_message m, sec.my_place(m.room_id) AS mine, sec.answers_for(m, would_read_report.ground, sec.uid()) AS a
    JOIN public.portal_user u ON u.id = a WHERE m.id = message AND m.sent_at >= mine.sees_from_at
    ORDER BY u.sort_key, u.id
$$;

-- What is graded is locked and reported also where nobody is left to answer: whoever comes to the task finds it.
CREATE FUNCTION sec.report(message bigint, ground text, note text, most integer) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    said public.networks_message := sec.reach_message(message);
    readers bigint[] := array(SELECT a FROM sec.answers_for(said, report.ground, sec.uid()) AS a);
    made bigint;
BEGIN
    IF said.author_id = sec.uid() AND report.ground <> 'graded' THEN
        RAISE insufficient_privilege USING MESSAGE = 'one''s own';
    ELSIF said.state <> (CASE report.ground WHEN 'graded' THEN 'locked' ELSE 'shown' END) THEN
        PERFORM sec.refuse('message_gone');
    ELSIF readers = '{}' AND report.ground <> 'graded' THEN
        PERFORM sec.refuse('nobody_to_tell');
    ELSIF report.ground <> 'graded' AND most <= (
        SELECT count(*) FROM public.networks_report r
        WHERE r.reported_by_id = sec.uid() AND r.reported_at > sec.now() - interval '1 hour') THEN
        PERFORM sec.refuse('too_many_reports');
    END IF;
    INSERT INTO public.networks_report (network_id, room_id, message_id, ground, note, reported_by_id, reported_at, ends_on, outcome, answer)
    VALUES (said.network_id, said.room_id, message, report.ground, report.note, sec.uid(), sec.now(), sec.today() + 30, '', '')
    RETURNING id INTO made;
    UPDATE public.networks_message m SET is_reported = sec.is_reported(m.id), event = sec.next_event(said.topic_id)
    WHERE m.id = message RETURNING m.* INTO said;
    PERFORM sec.append_entry(said.network_id, NULL, '', 'system', 'report.made', 'report', made, '',
        sec.told_of_report(said.room_id, report.ground));
    RETURN jsonb_build_object('id', made, 'event', said.event, 'readers', readers);
EXCEPTION WHEN unique_violation THEN
    PERFORM sec.refuse('already_reported');
END $$;

-- Whether somebody outside the room may read it now.
CREATE FUNCTION sec.is_reported(message bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.networks_report r
                   WHERE r.message_id = message AND r.answered_at IS NULL AND r.ground <> 'graded' AND r.ends_on >= sec.today())
$$;

-- What the log is told. Of what is graded only those in the room read it there: the others learn of no room by it.
CREATE FUNCTION sec.told_of_report(room bigint, ground text) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('ground', ground) || CASE WHEN ground = 'graded' THEN jsonb_build_object('room', room) ELSE '{}' END
$$;

CREATE FUNCTION sec.readers_of_report(report bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER ROWS 3 SET search_path = pg_catalog, pg_temp AS $$
    SELECT a FROM public.networks_report r JOIN public.networks_message m ON m.id = r.message_id,
        sec.answers_for(m, r.ground, r.reported_by_id) AS a
    WHERE r.id = report AND r.network_id IN (SELECT mine FROM sec.my_networks() AS mine)
$$;

CREATE FUNCTION sec.may_answer_report(report bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT sec.uid() IN (SELECT a FROM sec.readers_of_report(report) AS a) $$;

-- Hers, and those shown to her; none of what she wrote herself.
CREATE FUNCTION sec.my_reports() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER ROWS 5 SET search_path = pg_catalog, pg_temp AS $$
    SELECT r.id FROM public.networks_report r
    WHERE r.network_id IN (SELECT mine FROM sec.my_networks() AS mine) AND r.ends_on >= sec.today()
      AND (r.reported_by_id = sec.uid() OR sec.may_answer_report(r.id))
$$;

-- The one message, for those it is reported to and only while they have not answered. Of its room they learn nothing.
CREATE FUNCTION sec.reported_message(report bigint) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('author', u.name, 'agency', o.name, 'at', m.sent_at,
        'state', CASE WHEN r.answered_at IS NULL THEN m.state ELSE '' END,
        'files', CASE WHEN r.answered_at IS NULL THEN (
            SELECT count(*) FROM public.networks_attachment a WHERE a.message_id = m.id) ELSE 0 END,
        'html', CASE WHEN m.state = 'shown' AND r.answered_at IS NULL AND r.ground <> 'graded' THEN m.html ELSE '' END)
    FROM public.networks_report r JOIN public.networks_message m ON m.id = r.message_id
    JOIN public.portal_user u ON u.id = m.author_id LEFT JOIN public.networks_organisation o ON o.id = m.organisation_id
    WHERE r.id = report AND r.ends_on >= sec.today() AND sec.may_answer_report(r.id)
$$;

-- As it was: shown, or still hidden for all but its author where somebody could be recognised (PR-8).
CREATE FUNCTION sec.give_back(said public.networks_message) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_withheld;
BEGIN
    SELECT * INTO held FROM public.networks_withheld w WHERE w.message_id = said.id;
    IF held.was_hidden THEN
        UPDATE public.networks_message m SET state = 'hidden', flagged_by_id = NULL WHERE m.id = said.id;
    ELSE
        UPDATE public.networks_message m SET body = held.body, html = held.html, state = 'shown', flagged_by_id = NULL
        WHERE m.id = said.id;
        DELETE FROM public.networks_withheld w WHERE w.message_id = said.id;
    END IF;
END $$;

-- Everything reported of the message on the same kind of ground is answered with it.
CREATE FUNCTION sec.answer_report(report bigint, outcome text, answer text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_report;
    said public.networks_message;
    answered jsonb;
BEGIN
    IF NOT sec.may_answer_report(report) THEN
        RAISE insufficient_privilege USING MESSAGE = 'not hers to answer';
    END IF;
    SELECT m.* INTO said FROM public.networks_report r JOIN public.networks_message m ON m.id = r.message_id WHERE r.id = report;
    PERFORM 1 FROM public.networks_room r WHERE r.id = said.room_id FOR SHARE;
    PERFORM 1 FROM public.networks_topic t WHERE t.id = said.topic_id FOR NO KEY UPDATE;
    SELECT * INTO held FROM public.networks_report r WHERE r.id = report AND r.answered_at IS NULL AND r.ends_on >= sec.today();
    SELECT m.* INTO said FROM public.networks_message m WHERE m.id = held.message_id;
    IF held.id IS NULL THEN
        PERFORM sec.refuse('report_over');
    ELSIF (answer_report.outcome IN ('cleared', 'erased')) <> (held.ground = 'graded') THEN
        RAISE check_violation USING MESSAGE = 'not an outcome of this ground';
    END IF;
    IF outcome = 'hidden' AND said.state = 'shown' THEN
        PERFORM sec.take_away(said, 'hidden');
    ELSIF outcome = 'cleared' AND said.state = 'locked' THEN
        PERFORM sec.give_back(said);
    ELSIF outcome = 'erased' THEN
        PERFORM sec.forget_texts(said.id);
    END IF;
    WITH done AS (
        UPDATE public.networks_report r SET outcome = answer_report.outcome,
            answer = CASE WHEN r.id = held.id THEN answer_report.answer ELSE '' END, answered_by_id = sec.uid(),
            answered_at = sec.now(), ends_on = sec.today() + 30
        WHERE r.message_id = said.id AND r.answered_at IS NULL AND r.ends_on >= sec.today()
          AND r.reported_by_id <> sec.uid() AND (r.ground = 'graded') = (held.ground = 'graded')
        RETURNING r.id, r.reported_by_id)
    SELECT jsonb_agg(jsonb_build_array(d.reported_by_id, d.id) ORDER BY d.id) INTO answered FROM done d
    WHERE d.reported_by_id <> sec.uid();
    UPDATE public.networks_message m SET is_reported = sec.is_reported(m.id), event = sec.next_event(said.topic_id)
    WHERE m.id = said.id RETURNING m.event INTO said.event;
    PERFORM sec.entry_by_her(said.network_id, 'report.answered', 'report', report, '',
        sec.told_of_report(said.room_id, held.ground) || jsonb_build_object('outcome', answer_report.outcome));
    RETURN jsonb_build_object('topic', said.topic_id, 'event', said.event, 'reports', coalesce(answered, '[]'));
END $$;

-- The nightly keeper.
CREATE FUNCTION sec.keep_reports() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_report;
    removed integer := 0;
BEGIN
    FOR held IN SELECT r.* FROM public.networks_report r WHERE sec.uid() IS NULL AND r.ends_on < sec.today() ORDER BY r.id LOOP
        PERFORM 1 FROM public.networks_topic t JOIN public.networks_message m ON m.topic_id = t.id
        WHERE m.id = held.message_id FOR NO KEY UPDATE OF t;  -- first, as whoever answers does
        DELETE FROM public.networks_report r WHERE r.id = held.id;
        CONTINUE WHEN NOT FOUND;
        removed := removed + 1;
        IF held.answered_at IS NULL THEN
            IF held.ground = 'graded' THEN
                PERFORM sec.forget_texts(held.message_id);  -- what may be graded is not kept because nobody answered
            END IF;
            UPDATE public.networks_message m SET is_reported = sec.is_reported(m.id), event = sec.next_event(m.topic_id)
            WHERE m.id = held.message_id;
            PERFORM sec.append_entry(held.network_id, NULL, '', 'system', 'report.lapsed', 'report', held.id, '',
                sec.told_of_report(held.room_id, held.ground));
        END IF;
    END LOOP;
    RETURN removed;
END $$;

CREATE FUNCTION sec.drop_reports() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM public.networks_report r WHERE r.message_id = OLD.id;
    RETURN OLD;
END $$;

-- As before (0022_case_documents.sql), and the room sees the tag at once.
CREATE OR REPLACE FUNCTION sec.mark_case_document(message bigint, organisation bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    said public.networks_message := sec.reach_message(message);
    mine sec.placed := sec.my_place(said.room_id);
    made bigint;
BEGIN
    IF mine.part = 'adviser' OR mine.membership_id IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'not hers to mark';
    ELSIF said.state <> 'shown' THEN
        PERFORM sec.refuse('message_gone');
    ELSIF NOT EXISTS (SELECT 1 FROM public.networks_organisation o WHERE o.id = organisation
                      AND o.network_id = said.network_id AND (o.left_on IS NULL OR o.left_on >= sec.today())) THEN
        PERFORM sec.refuse('not_a_party');
    END IF;
    INSERT INTO public.networks_casedocument (network_id, room_id, message_id, organisation_id, state, marked_by_id, marked_at,
                                              sha256, reference)
    VALUES (said.network_id, said.room_id, message, organisation, 'marked', sec.uid(), sec.now(), '', '') RETURNING id INTO made;
    UPDATE public.networks_message m SET event = sec.next_event(said.topic_id) WHERE m.id = message;
    RETURN made;
EXCEPTION WHEN unique_violation THEN
    PERFORM sec.refuse('already_case_document');
END $$;

-- A mark that was set by mistake is taken back, as long as no package was taken out.
CREATE FUNCTION sec.unmark_case_document(document bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_casedocument := sec.my_case_document(document);
    happened bigint;
BEGIN
    PERFORM 1 FROM public.networks_topic t JOIN public.networks_message m ON m.topic_id = t.id WHERE m.id = held.message_id
    FOR NO KEY UPDATE OF t;
    DELETE FROM public.networks_casedocument d WHERE d.id = document AND d.state = 'marked';
    IF NOT FOUND THEN
        PERFORM sec.refuse('case_document_taken_out');
    END IF;
    UPDATE public.networks_message m SET event = sec.next_event(m.topic_id) WHERE m.id = held.message_id
    RETURNING m.event INTO happened;
    RETURN happened;
END $$;

-- As before (0023_attachments.sql), without who hid or locked it, and with whether it is reported, and somebody's case document.
CREATE OR REPLACE FUNCTION sec.frame(m public.networks_message) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT json_build_object('topic', m.topic_id, 'event', m.event, 'number', m.number, 'client', m.client_id,
        'author', m.author_id, 'name', u.name, 'agency', coalesce(o.name, ''), 'regime', coalesce(o.regime, 'health'),
        'at', to_char(m.sent_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'state', m.state, 'html', m.html, 'changed', m.changed_at IS NOT NULL,
        'quotes', (SELECT q.number FROM public.networks_message q WHERE q.id = m.quotes_id),
        'named', (SELECT coalesce(json_agg(n.user_id), '[]') FROM public.networks_mention n WHERE n.message_id = m.id),
        'card', CASE WHEN m.state = 'shown' THEN m.card END,
        'reported', m.is_reported,
        'document', EXISTS (SELECT 1 FROM public.networks_casedocument d WHERE d.message_id = m.id),
        'files', (SELECT coalesce(json_agg(json_build_object('id', a.id, 'name', a.name, 'size', a.size, 'width', a.width,
            'height', a.height) ORDER BY a.id), '[]') FROM public.networks_attachment a
            WHERE a.message_id = m.id AND m.state = 'shown'),
        'signs', (SELECT coalesce(json_object_agg(s.sign, s.people), '{}') FROM (
            SELECT r.sign, json_agg(json_build_array(r.user_id, w.name) ORDER BY r.id) AS people
            FROM public.networks_reaction r JOIN public.portal_user w ON w.id = r.user_id
            WHERE r.message_id = m.id GROUP BY r.sign) AS s))::text
    FROM public.portal_user u LEFT JOIN public.networks_organisation o ON o.id = m.organisation_id WHERE u.id = m.author_id
$$;

GRANT EXECUTE ON FUNCTION sec.report, sec.would_read_report, sec.my_reports, sec.may_answer_report, sec.reported_message,
    sec.answer_report, sec.keep_reports, sec.unmark_case_document TO portal_app;
GRANT EXECUTE ON FUNCTION sec.drop_reports TO portal_owner;
RESET ROLE;
CREATE TRIGGER drops_reports BEFORE DELETE ON networks_message FOR EACH ROW EXECUTE FUNCTION sec.drop_reports();
