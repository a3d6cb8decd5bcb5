-- Rooms: who is placed where, what is said, and what each has read. Only these functions write it; each asks whether the
-- acting person is placed in the room at that moment.
SET ROLE portal_definer;

-- Everybody who is in a room now: the placement runs, and so does the membership or the visit she was placed by.
CREATE VIEW sec.placed AS
SELECT p.id, p.network_id, p.room_id, p.user_id, p.part, p.sees_from_at, m.organisation_id, p.membership_id
FROM public.networks_placement p
JOIN public.portal_user u ON u.id = p.user_id AND u.is_active
LEFT JOIN public.networks_membership m ON m.id = p.membership_id
LEFT JOIN public.networks_grant g ON g.id = p.grant_id
WHERE p.ended_at IS NULL AND CASE WHEN p.membership_id IS NOT NULL THEN
        m.state = 'active' AND m.starts_on <= sec.today() AND (m.ends_on IS NULL OR m.ends_on >= sec.today())
        AND m.role IN (SELECT c.role FROM sec.role_capability c WHERE c.capability = 'rooms.talk')
    ELSE
        g.ended_at IS NULL AND g.ends_at > sec.now() AND EXISTS (
            SELECT 1 FROM public.portal_office o WHERE o.user_id = g.user_id AND o.kind = 'supervisor'
            AND o.starts_on <= (g.granted_at AT TIME ZONE 'Europe/Oslo')::date
            AND (o.ends_on IS NULL OR o.ends_on >= sec.today()))
    END;

CREATE FUNCTION sec.my_placements() RETURNS TABLE (network_id bigint, room_id bigint, sees_from timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 5 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT p.network_id, p.room_id, p.sees_from_at FROM sec.placed p WHERE p.user_id = sec.uid();
END $$;

-- As before (docs/decisions/0037), and the rooms she is placed in, from when on.
DROP FUNCTION sec.act_as(text, boolean);
CREATE OR REPLACE FUNCTION sec.tell_again() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF sec.uid() IS NOT NULL THEN
        PERFORM * FROM sec.tell();
    END IF;
    RETURN NULL;
END $$;
DROP FUNCTION sec.tell();

CREATE FUNCTION sec.tell() RETURNS TABLE (network_id bigint, roles text[], rooms bigint[])
LANGUAGE plpgsql ROWS 5 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    networks bigint[];
    held text[];
    placed bigint[];
    placed_in bigint[];
    since timestamptz[];
BEGIN
    SELECT coalesce(array_agg(r.network_id), '{}'), coalesce(array_agg(r.role), '{}') INTO networks, held
    FROM sec.my_roles() r;
    SELECT coalesce(array_agg(p.room_id), '{}'), coalesce(array_agg(p.network_id), '{}'), coalesce(array_agg(p.sees_from), '{}')
    INTO placed, placed_in, since FROM sec.my_placements() p;
    PERFORM set_config('app.networks', networks::text, true), set_config('app.rooms', placed::text, true),
            set_config('app.rooms_since', since::text, true);
    PERFORM set_config('app.may.' || may.capability, may.there::text, true) FROM (
        SELECT c.capability, array_remove(array_agg(mine.network), NULL) AS there FROM sec.role_capability c
        LEFT JOIN unnest(networks, held) AS mine (network, role) USING (role) GROUP BY c.capability) AS may;
    RETURN QUERY SELECT mine.network, array_agg(mine.role), array(
        SELECT p.room FROM unnest(placed, placed_in) AS p (room, network) WHERE p.network = mine.network)
    FROM unnest(networks, held) AS mine (network, role) GROUP BY mine.network;
END $$;

CREATE FUNCTION sec.act_as(person text, only_reads boolean) RETURNS TABLE (network_id bigint, roles text[], rooms bigint[])
LANGUAGE plpgsql ROWS 5 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM set_config('app.user_id', person, true);
    IF only_reads THEN
        PERFORM set_config('transaction_read_only', 'on', true);
    END IF;
    RETURN QUERY SELECT * FROM sec.tell();
END $$;

CREATE FUNCTION sec.my_rooms() RETURNS SETOF bigint LANGUAGE sql STABLE PARALLEL SAFE ROWS 5
BEGIN ATOMIC
    SELECT unnest(nullif(current_setting('app.rooms', true), '')::bigint[]);
END;

CREATE FUNCTION sec.my_history() RETURNS TABLE (room_id bigint, sees_from timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 5
BEGIN ATOMIC
    SELECT * FROM unnest(nullif(current_setting('app.rooms', true), '')::bigint[],
                         nullif(current_setting('app.rooms_since', true), '')::timestamptz[]);
END;

-- Her place in a room now. Whoever has none is told what she would be told of a room that is not there.
CREATE FUNCTION sec.my_place(room bigint) RETURNS sec.placed
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine sec.placed;
BEGIN
    SELECT * INTO mine FROM sec.placed p WHERE p.room_id = room AND p.user_id = sec.uid();
    IF mine.id IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'not in the room';
    END IF;
    RETURN mine;
END $$;

-- Where nobody keeps the room any more, everybody who takes part by a membership may do what a keeper may.
CREATE FUNCTION sec.keep_room(room bigint) RETURNS public.networks_room
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine sec.placed := sec.my_place(room);
    held public.networks_room;
BEGIN
    SELECT * INTO held FROM public.networks_room r WHERE r.id = room FOR NO KEY UPDATE;
    IF mine.part <> 'keeper' AND (mine.part = 'adviser' OR mine.membership_id IS NULL OR EXISTS (
        SELECT 1 FROM sec.placed p WHERE p.room_id = room AND p.part = 'keeper')) THEN
        RAISE insufficient_privilege USING MESSAGE = 'does not keep the room';
    END IF;
    RETURN held;
END $$;

CREATE FUNCTION sec.open_room(network bigint, name text, mode text, consent_ends_on date) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    made bigint;
BEGIN
    PERFORM sec.demand(network, 'rooms.open');
    INSERT INTO public.networks_room (network_id, name, mode, state, keep_days, consent_ends_on, opened_by_id, opened_at, hold_reason,
                                      talk_fate, files_fate)
    SELECT network, open_room.name, open_room.mode, 'open', c.keep_talk_days, open_room.consent_ends_on, sec.uid(), sec.now(), '', '', ''
    FROM public.networks_charter c WHERE c.network_id = network RETURNING id INTO made;
    INSERT INTO public.networks_placement (network_id, room_id, user_id, membership_id, part, sees_from_at, placed_by_id, placed_at)
    SELECT network, made, m.user_id, m.id, 'keeper', sec.now(), sec.uid(), sec.now()
    FROM public.networks_membership m WHERE m.network_id = network AND m.user_id = sec.uid() AND sec.is_live(m);
    RETURN made;
EXCEPTION WHEN unique_violation THEN
    PERFORM sec.refuse('room_name_taken');
END $$;

-- Placed by what she is in the network now: her membership, or her visit, which is always an adviser's.
CREATE FUNCTION sec.place(room bigint, person bigint, part text, whole boolean) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_room := sec.keep_room(room);
    made bigint;
BEGIN
    IF held.state NOT IN ('open', 'paused') THEN
        PERFORM sec.refuse('room_not_open');
    END IF;
    UPDATE public.networks_placement p SET ended_at = sec.now()  -- what has lost its ground stands in nobody's way
    WHERE p.room_id = room AND p.user_id = person AND p.ended_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM sec.placed live WHERE live.id = p.id);
    INSERT INTO public.networks_placement (network_id, room_id, user_id, membership_id, grant_id, part, sees_from_at, placed_by_id, placed_at)
    SELECT held.network_id, room, person, by.membership_id, by.grant_id,
           CASE WHEN by.grant_id IS NULL THEN place.part ELSE 'adviser' END,
           CASE WHEN whole THEN held.opened_at ELSE sec.now() END, sec.uid(), sec.now()
    FROM (SELECT m.id AS membership_id, NULL::bigint AS grant_id FROM public.networks_membership m
          JOIN sec.role_capability c ON c.role = m.role AND c.capability = 'rooms.talk'
          WHERE m.network_id = held.network_id AND m.user_id = person AND sec.is_live(m)
          UNION ALL
          SELECT NULL, g.id FROM public.networks_grant g
          WHERE g.network_id = held.network_id AND g.user_id = person AND (sec.visit_end(g)).at > sec.now()) AS by
    RETURNING id INTO made;
    IF made IS NULL THEN
        PERFORM sec.refuse('not_placeable');
    END IF;
    RETURN made;
EXCEPTION WHEN unique_violation THEN
    PERFORM sec.refuse('already_placed');
END $$;

-- A keeper takes somebody out, or one leaves. The last keeper stays: a room that nobody keeps would end by itself only.
CREATE FUNCTION sec.end_placement(placement bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_placement;
BEGIN
    SELECT * INTO held FROM public.networks_placement p WHERE p.id = placement AND p.ended_at IS NULL;
    IF held.id IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'not visible';
    END IF;
    PERFORM 1 FROM public.networks_room r WHERE r.id = held.room_id FOR NO KEY UPDATE;  -- two who go at once, one after the other
    IF held.user_id = sec.uid() THEN
        PERFORM sec.my_place(held.room_id);
    ELSE
        PERFORM sec.keep_room(held.room_id);
    END IF;
    IF held.part = 'keeper' AND NOT EXISTS (
        SELECT 1 FROM sec.placed p WHERE p.room_id = held.room_id AND p.part = 'keeper' AND p.id <> held.id) THEN
        PERFORM sec.refuse('last_keeper');
    END IF;
    UPDATE public.networks_placement SET ended_at = sec.now() WHERE id = placement;
END $$;

CREATE FUNCTION sec.share_keeping(placement bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held sec.placed;
BEGIN
    SELECT * INTO held FROM sec.placed p WHERE p.id = placement;
    PERFORM sec.keep_room(held.room_id);
    IF held.membership_id IS NULL THEN
        PERFORM sec.refuse('not_placeable');
    END IF;
    UPDATE public.networks_placement SET part = 'keeper' WHERE id = placement;
END $$;

-- To anonymous only: what was said under a stricter rule is never read under a looser one.
CREATE FUNCTION sec.tighten_room(room bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_room := sec.keep_room(room);
BEGIN
    IF held.mode = 'anonymous' THEN
        PERFORM sec.refuse('already_anonymous');
    END IF;
    UPDATE public.networks_room SET mode = 'anonymous', consent_ends_on = NULL WHERE id = room;
END $$;

CREATE FUNCTION sec.pause_room(room bigint, paused boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_room := sec.keep_room(room);
BEGIN
    IF held.state <> (CASE WHEN paused THEN 'open' ELSE 'paused' END) THEN
        PERFORM sec.refuse('room_not_open');
    END IF;
    UPDATE public.networks_room SET state = CASE WHEN paused THEN 'paused' ELSE 'open' END WHERE id = room;
END $$;

-- Whoever may write in the topic holds it, and so counts alone. Raises what stands in the way.
CREATE FUNCTION sec.hold_topic(topic bigint) RETURNS public.networks_topic
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_topic;
    room public.networks_room;
BEGIN
    SELECT * INTO held FROM public.networks_topic t WHERE t.id = topic FOR NO KEY UPDATE;
    PERFORM sec.my_place(held.room_id);
    SELECT * INTO room FROM public.networks_room r WHERE r.id = held.room_id FOR SHARE;
    IF room.state <> 'open' THEN
        PERFORM sec.refuse('room_not_open');
    ELSIF room.consent_ends_on < sec.today() THEN
        PERFORM sec.refuse('consent_over');
    ELSIF held.closed_at IS NOT NULL THEN
        PERFORM sec.refuse('topic_closed');
    END IF;
    RETURN held;
END $$;

CREATE FUNCTION sec.start_topic(room bigint, title text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine sec.placed := sec.my_place(room);
    made bigint;
BEGIN
    INSERT INTO public.networks_topic (network_id, room_id, title, opened_by_id, opened_at, closed_reason, last_event)
    SELECT r.network_id, r.id, start_topic.title, sec.uid(), sec.now(), '', 0 FROM public.networks_room r
    WHERE r.id = room AND r.state = 'open' RETURNING id INTO made;
    IF made IS NULL THEN
        PERFORM sec.refuse('room_not_open');
    END IF;
    RETURN made;
END $$;

-- Whoever started a topic closes it, or a keeper of the room.
CREATE FUNCTION sec.close_topic(topic bigint, reason text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_topic := sec.hold_topic(topic);
BEGIN
    IF held.opened_by_id <> sec.uid() THEN
        PERFORM sec.keep_room(held.room_id);
    END IF;
    UPDATE public.networks_topic t SET closed_at = sec.now(), closed_reason = reason, last_event = t.last_event + 1
    WHERE t.id = topic RETURNING t.last_event INTO held.last_event;
    RETURN held.last_event;
END $$;

CREATE FUNCTION sec.next_event(topic bigint) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ UPDATE public.networks_topic t SET last_event = t.last_event + 1 WHERE t.id = topic RETURNING t.last_event $$;

-- Who is named in a message, among those in the room; never oneself.
CREATE FUNCTION sec.note_mentions(said public.networks_message, people bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO public.networks_mention (network_id, room_id, topic_id, message_id, user_id, number)
    SELECT said.network_id, said.room_id, said.topic_id, said.id, p.user_id, said.number FROM sec.placed p
    WHERE p.room_id = said.room_id AND p.user_id = ANY (people) AND p.user_id <> said.author_id
    ON CONFLICT DO NOTHING
$$;

-- One message, once: whoever sends it again is told the number it already has.
CREATE FUNCTION sec.say(topic bigint, client_id uuid, body text, html text, quotes bigint, mentions bigint[],
                        most_by_her integer, most_in_all integer) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_topic;
    mine sec.placed;
    said public.networks_message;
BEGIN
    said := sec.said_before(topic, client_id);
    IF said.id IS NULL THEN
        held := sec.hold_topic(topic);
        mine := sec.my_place(held.room_id);
        said := sec.said_before(topic, client_id);  -- a second try may have waited for the first
    END IF;
    IF said.id IS NOT NULL THEN
        RETURN jsonb_build_object('id', said.id, 'number', said.number, 'event', said.event, 'repeated', true);
    END IF;
    PERFORM sec.refuse_haste(topic, most_by_her, most_in_all);
    INSERT INTO public.networks_message (network_id, room_id, topic_id, number, event, client_id, author_id, organisation_id,
                                         body, html, state, quotes_id, sent_at)
    VALUES (held.network_id, held.room_id, topic, held.last_event + 1, held.last_event + 1, say.client_id, sec.uid(),
            mine.organisation_id, say.body, say.html, 'shown', (
                SELECT m.id FROM public.networks_message m WHERE m.topic_id = topic AND m.id = quotes
                AND m.sent_at >= mine.sees_from_at), sec.now())
    RETURNING * INTO said;
    UPDATE public.networks_topic t SET last_event = said.number, said_at = sec.now() WHERE t.id = topic;
    IF mentions <> '{}' THEN
        PERFORM sec.note_mentions(said, mentions);
    END IF;
    DELETE FROM public.networks_draft d WHERE d.topic_id = topic AND d.user_id = sec.uid();
    PERFORM sec.mark_read(topic, said.number);
    RETURN jsonb_build_object('id', said.id, 'number', said.number, 'event', said.event, 'repeated', false);
END $$;

CREATE FUNCTION sec.said_before(topic bigint, client_id uuid) RETURNS public.networks_message
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT m FROM public.networks_message m
    WHERE m.topic_id = topic AND m.author_id = sec.uid() AND m.client_id = said_before.client_id
$$;

CREATE FUNCTION sec.refuse_haste(topic bigint, most_by_her integer, most_in_all integer) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (SELECT count(*) FROM public.networks_message m
        WHERE m.author_id = sec.uid() AND m.sent_at > sec.now() - interval '1 minute') >= most_by_her THEN
        PERFORM sec.refuse('too_fast');
    ELSIF (SELECT count(*) FROM (
            SELECT 1 FROM public.networks_message m WHERE m.topic_id = topic AND m.sent_at > sec.now() - interval '1 minute'
            ORDER BY m.number DESC LIMIT most_in_all) AS lately) >= most_in_all THEN
        PERFORM sec.refuse('room_too_fast');
    END IF;
END $$;

-- A message somebody is about to change: hers, in a topic she may write in.
CREATE FUNCTION sec.hold_message(message bigint) RETURNS public.networks_message
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    said public.networks_message;
    mine sec.placed;
BEGIN
    SELECT m.* INTO said FROM public.networks_message m WHERE m.id = message;
    PERFORM sec.hold_topic(said.topic_id);
    mine := sec.my_place(said.room_id);
    SELECT m.* INTO said FROM public.networks_message m WHERE m.id = message;
    IF said.sent_at < mine.sees_from_at THEN
        RAISE insufficient_privilege USING MESSAGE = 'not visible';
    ELSIF said.state IN ('deleted', 'locked') THEN
        PERFORM sec.refuse('message_gone');
    END IF;
    RETURN said;
END $$;

-- What it said before is kept for its author; what somebody could be recognised by is not kept at all (PR-8).
CREATE FUNCTION sec.change_message(message bigint, body text, html text, mentions bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    said public.networks_message := sec.hold_message(message);
BEGIN
    IF said.author_id <> sec.uid() THEN
        RAISE insufficient_privilege USING MESSAGE = 'not hers';
    END IF;
    IF said.state = 'shown' THEN
        INSERT INTO public.networks_revision (network_id, message_id, author_id, body, replaced_at)
        VALUES (said.network_id, message, said.author_id, said.body, sec.now());
    ELSE
        DELETE FROM public.networks_withheld w WHERE w.message_id = message;
        DELETE FROM public.networks_revision r WHERE r.message_id = message;
    END IF;
    UPDATE public.networks_message m SET body = change_message.body, html = change_message.html, state = 'shown',
        flagged_by_id = NULL, changed_at = sec.now(), event = sec.next_event(said.topic_id)
    WHERE m.id = message RETURNING m.* INTO said;
    PERFORM sec.note_mentions(said, mentions);
    RETURN said.event;
END $$;

CREATE FUNCTION sec.forget_texts(message bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM public.networks_withheld w WHERE w.message_id = message;
    DELETE FROM public.networks_revision r WHERE r.message_id = message;
    DELETE FROM public.networks_mention n WHERE n.message_id = message;
    DELETE FROM public.networks_reaction r WHERE r.message_id = message;
$$;

CREATE FUNCTION sec.delete_message(message bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    said public.networks_message := sec.hold_message(message);
BEGIN
    IF said.author_id <> sec.uid() THEN
        RAISE insufficient_privilege USING MESSAGE = 'not hers';
    END IF;
    PERFORM sec.forget_texts(message);
    UPDATE public.networks_message m SET body = '', html = '', state = 'deleted', changed_at = sec.now(),
        event = sec.next_event(said.topic_id) WHERE m.id = message RETURNING m.* INTO said;
    RETURN said.event;
END $$;

-- Anybody in the room hides a message in which somebody could be recognised (PR-8). Its author alone still reads it,
-- to write it anew. What is reported as security-graded nobody reads any more (PR-15).
CREATE FUNCTION sec.withhold(message bigint, state text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    said public.networks_message := sec.hold_message(message);
BEGIN
    IF withhold.state NOT IN ('hidden', 'locked') OR said.state = withhold.state THEN
        PERFORM sec.refuse('message_gone');
    END IF;
    IF said.state = 'shown' THEN
        INSERT INTO public.networks_withheld (network_id, message_id, author_id, body)
        VALUES (said.network_id, message, said.author_id, said.body);
    END IF;
    DELETE FROM public.networks_revision r WHERE r.message_id = message;
    UPDATE public.networks_message m SET body = '', html = '', state = withhold.state, flagged_by_id = sec.uid(),
        event = sec.next_event(said.topic_id) WHERE m.id = message RETURNING m.* INTO said;
    RETURN said.event;
END $$;

CREATE FUNCTION sec.react(message bigint, sign text, given boolean) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    said public.networks_message := sec.hold_message(message);
BEGIN
    IF said.state <> 'shown' THEN
        PERFORM sec.refuse('message_gone');
    END IF;
    IF given THEN
        INSERT INTO public.networks_reaction (network_id, room_id, message_id, user_id, sign)
        VALUES (said.network_id, said.room_id, message, sec.uid(), react.sign) ON CONFLICT DO NOTHING;
    ELSE
        DELETE FROM public.networks_reaction r
        WHERE r.message_id = message AND r.user_id = sec.uid() AND r.sign = react.sign;
    END IF;
    UPDATE public.networks_message m SET event = sec.next_event(said.topic_id) WHERE m.id = message
    RETURNING m.event INTO said.event;
    RETURN said.event;
END $$;

-- How far she has read; never backwards.
CREATE FUNCTION sec.mark_read(topic bigint, number bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_topic;
BEGIN
    SELECT * INTO held FROM public.networks_topic t WHERE t.id = topic;
    PERFORM sec.my_place(held.room_id);
    INSERT INTO public.networks_readmark AS m (network_id, room_id, topic_id, user_id, number)
    VALUES (held.network_id, held.room_id, topic, sec.uid(), least(mark_read.number, held.last_event))
    ON CONFLICT (network_id, user_id, topic_id) DO UPDATE SET number = excluded.number WHERE m.number < excluded.number;
END $$;

CREATE FUNCTION sec.save_draft(topic bigint, body text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_topic;
BEGIN
    SELECT * INTO held FROM public.networks_topic t WHERE t.id = topic;
    PERFORM sec.my_place(held.room_id);
    IF body = '' THEN
        DELETE FROM public.networks_draft d WHERE d.topic_id = topic AND d.user_id = sec.uid();
    ELSE
        INSERT INTO public.networks_draft AS d (network_id, room_id, topic_id, user_id, body, written_at)
        VALUES (held.network_id, held.room_id, topic, sec.uid(), save_draft.body, sec.now())
        ON CONFLICT (network_id, user_id, topic_id) DO UPDATE SET body = excluded.body, written_at = excluded.written_at;
    END IF;
END $$;

-- Whoever leaves the network, or whose visit ends, is out of its rooms for good: coming back is being placed anew.
CREATE FUNCTION sec.end_placements() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.networks_placement p SET ended_at = sec.now() WHERE p.ended_at IS NULL AND p.network_id = NEW.network_id
    AND NEW.id = CASE TG_TABLE_NAME WHEN 'networks_membership' THEN p.membership_id ELSE p.grant_id END;
    RETURN NULL;
END $$;

GRANT EXECUTE ON FUNCTION sec.my_placements, sec.my_rooms, sec.my_history, sec.tell, sec.act_as
    TO portal_app, portal_owner, portal_maint;
GRANT EXECUTE ON FUNCTION sec.open_room, sec.place, sec.end_placement, sec.share_keeping, sec.tighten_room, sec.pause_room,
    sec.start_topic, sec.close_topic, sec.say, sec.change_message, sec.delete_message, sec.withhold, sec.react,
    sec.mark_read, sec.save_draft TO portal_app;
GRANT EXECUTE ON FUNCTION sec.end_placements TO portal_owner;
RESET ROLE;
CREATE TRIGGER tells_again AFTER INSERT OR UPDATE OR DELETE ON networks_placement EXECUTE FUNCTION sec.tell_again();
CREATE TRIGGER ends_placements AFTER UPDATE OF state ON networks_membership
    FOR EACH ROW WHEN (NEW.state = 'ended') EXECUTE FUNCTION sec.end_placements();
CREATE TRIGGER ends_placements AFTER UPDATE OF ended_at ON networks_grant
    FOR EACH ROW WHEN (NEW.ended_at IS NOT NULL) EXECUTE FUNCTION sec.end_placements();
SET ROLE portal_definer;

-- Who is in the room, for those who are: before anybody writes, she sees who hears it (PR-3).
CREATE FUNCTION sec.people_in(room bigint) RETURNS SETOF jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('placement', p.id, 'user_id', p.user_id, 'name', u.name, 'part', p.part,
        'keeps', p.part = 'keeper' OR (p.part <> 'adviser' AND p.membership_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM sec.placed k WHERE k.room_id = p.room_id AND k.part = 'keeper')),
        'agency', o.name, 'regime', coalesce(o.regime, 'health'), 'whole', p.sees_from_at <= r.opened_at,
        'until', CASE WHEN p.membership_id IS NULL THEN (SELECT ((sec.visit_end(g)).at - interval '1 second')
            AT TIME ZONE 'Europe/Oslo' FROM public.networks_placement pl JOIN public.networks_grant g ON g.id = pl.grant_id
            WHERE pl.id = p.id)::date END)
    FROM sec.placed mine JOIN sec.placed p ON p.room_id = mine.room_id
    JOIN public.networks_room r ON r.id = p.room_id
    JOIN public.portal_user u ON u.id = p.user_id LEFT JOIN public.networks_organisation o ON o.id = p.organisation_id
    WHERE mine.room_id = room AND mine.user_id = sec.uid()
    ORDER BY u.sort_key, u.id
$$;

-- Whom a keeper could place: those who may talk in the network and are not in the room.
CREATE FUNCTION sec.placeable(network bigint, room bigint) RETURNS SETOF jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('user_id', u.id, 'name', u.name, 'agency', by.agency, 'guest', by.agency IS NULL)
    FROM (SELECT m.user_id, o.name AS agency FROM public.networks_membership m
          JOIN sec.role_capability c ON c.role = m.role AND c.capability = 'rooms.talk'
          JOIN public.networks_organisation o ON o.id = m.organisation_id
          WHERE m.network_id = network AND sec.is_live(m)
          UNION ALL
          SELECT g.user_id, NULL FROM public.networks_grant g
          WHERE g.network_id = network AND (sec.visit_end(g)).at > sec.now()) AS by
    JOIN public.portal_user u ON u.id = by.user_id AND u.is_active
    WHERE sec.may(network, 'rooms.open') AND NOT EXISTS (
        SELECT 1 FROM sec.placed p WHERE p.room_id = room AND p.user_id = u.id)
    ORDER BY u.sort_key, u.id
$$;

-- What is new to her: in each topic of her rooms, what others have said since she last read there.
CREATE FUNCTION sec.unread() RETURNS SETOF jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('network_id', t.network_id, 'room_id', t.room_id, 'topic_id', t.id, 'new', said.new,
        'mentions', (SELECT count(*) FROM public.networks_mention n
                     WHERE n.topic_id = t.id AND n.user_id = sec.uid() AND n.number > coalesce(r.number, 0)))
    FROM sec.placed p JOIN public.networks_topic t ON t.room_id = p.room_id
    LEFT JOIN public.networks_readmark r ON r.network_id = t.network_id AND r.user_id = p.user_id AND r.topic_id = t.id,
    LATERAL (SELECT count(*) AS new FROM public.networks_message m
             WHERE m.topic_id = t.id AND m.number > coalesce(r.number, 0) AND m.author_id <> p.user_id
               AND m.state <> 'deleted' AND m.sent_at >= p.sees_from_at) AS said
    WHERE p.user_id = sec.uid() AND t.last_event > coalesce(r.number, 0) AND said.new > 0
$$;

-- What a browser is told of a message, and all it is told: to one who asks, and to everybody who listens. Nothing in it
-- depends on who reads.
CREATE FUNCTION sec.frame(m public.networks_message) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT json_build_object('topic', m.topic_id, 'event', m.event, 'number', m.number, 'client', m.client_id,
        'author', m.author_id, 'name', u.name, 'agency', coalesce(o.name, ''), 'regime', coalesce(o.regime, 'health'),
        'at', to_char(m.sent_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'state', m.state, 'html', m.html, 'changed', m.changed_at IS NOT NULL,
        'quotes', (SELECT q.number FROM public.networks_message q WHERE q.id = m.quotes_id),
        'flagged', (SELECT f.name FROM public.portal_user f WHERE f.id = m.flagged_by_id),
        'named', (SELECT coalesce(json_agg(n.user_id), '[]') FROM public.networks_mention n WHERE n.message_id = m.id),
        'signs', (SELECT coalesce(json_object_agg(s.sign, s.people), '{}') FROM (
            SELECT r.sign, json_agg(json_build_array(r.user_id, w.name) ORDER BY r.id) AS people
            FROM public.networks_reaction r JOIN public.portal_user w ON w.id = r.user_id
            WHERE r.message_id = m.id GROUP BY r.sign) AS s))::text
    FROM public.portal_user u LEFT JOIN public.networks_organisation o ON o.id = m.organisation_id WHERE u.id = m.author_id
$$;

-- To one who asks: where the topic stands, and what has happened after an event. At most two hundred at a time.
CREATE FUNCTION sec.frames_after(topic bigint, event bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT format('{"head":%s,"closed":%s,"frames":[%s]}', t.last_event, to_json(t.closed_at IS NOT NULL),
        (SELECT string_agg(sec.frame(m), ',' ORDER BY m.event) FROM (
            SELECT * FROM public.networks_message m WHERE m.topic_id = t.id AND m.event > frames_after.event
            AND m.sent_at >= mine.sees_from_at ORDER BY m.event LIMIT 200) AS m))
    FROM public.networks_topic t, sec.my_place(t.room_id) AS mine WHERE t.id = topic
$$;

GRANT EXECUTE ON FUNCTION sec.people_in, sec.placeable, sec.unread, sec.frames_after TO portal_app;
RESET ROLE;
