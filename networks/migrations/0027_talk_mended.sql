-- What a reading of the rooms' functions found: a topic started twice at once, a right that was looked at before the wait,
-- two orders of locks, and names that stayed after they were taken out of a message.
SET ROLE portal_definer;

-- A topic that is started twice at the same moment waits for itself, and is found the second time.
CREATE FUNCTION sec.hold_key(key uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_advisory_xact_lock(hashtextextended(key::text, sec.uid()))
$$;

-- As before (0018_room_functions.sql); the right is looked at when the room is held, for it may have ended meanwhile.
CREATE OR REPLACE FUNCTION sec.keep_room(room bigint) RETURNS public.networks_room
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_room;
BEGIN
    PERFORM sec.my_place(room);
    SELECT * INTO held FROM public.networks_room r WHERE r.id = room FOR NO KEY UPDATE;
    IF NOT sec.keeps_room(sec.my_place(room)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'does not keep the room';
    END IF;
    RETURN held;
END $$;

-- As before, and in the order of all others: the room first, then the topic.
CREATE OR REPLACE FUNCTION sec.hold_topic(topic bigint) RETURNS public.networks_topic
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_topic;
    room public.networks_room;
BEGIN
    SELECT * INTO held FROM public.networks_topic t WHERE t.id = topic;
    PERFORM sec.my_place(held.room_id);
    SELECT * INTO room FROM public.networks_room r WHERE r.id = held.room_id FOR SHARE;
    SELECT * INTO held FROM public.networks_topic t WHERE t.id = topic FOR NO KEY UPDATE;
    PERFORM sec.my_place(held.room_id);
    IF room.state <> 'open' THEN
        PERFORM sec.refuse('room_not_open');
    ELSIF room.consent_ends_on < sec.today() THEN
        PERFORM sec.refuse('consent_over');
    ELSIF held.closed_at IS NOT NULL THEN
        PERFORM sec.refuse('topic_closed');
    END IF;
    RETURN held;
END $$;

-- As before, without holding the room for more than its topics ask: two who close two topics do not wait for each other.
CREATE OR REPLACE FUNCTION sec.close_topic(topic bigint, reason text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_topic := sec.hold_topic(topic);
BEGIN
    IF held.opened_by_id <> sec.uid() AND NOT sec.keeps_room(sec.my_place(held.room_id)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'does not keep the room';
    END IF;
    UPDATE public.networks_topic t SET closed_at = sec.now(), closed_reason = reason, last_event = t.last_event + 1
    WHERE t.id = topic RETURNING t.last_event INTO held.last_event;
    RETURN held.last_event;
END $$;

-- As before; the room is not deleted between this and the end of the transaction.
CREATE OR REPLACE FUNCTION sec.mark_read(topic bigint, number bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_topic;
BEGIN
    SELECT * INTO held FROM public.networks_topic t WHERE t.id = topic;
    PERFORM sec.my_place(held.room_id);
    PERFORM 1 FROM public.networks_room r WHERE r.id = held.room_id FOR KEY SHARE;
    INSERT INTO public.networks_readmark AS m (network_id, room_id, topic_id, user_id, number)
    VALUES (held.network_id, held.room_id, topic, sec.uid(), least(mark_read.number, held.last_event))
    ON CONFLICT (network_id, user_id, topic_id) DO UPDATE SET number = excluded.number WHERE m.number < excluded.number;
END $$;

CREATE OR REPLACE FUNCTION sec.save_draft(topic bigint, body text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_topic;
BEGIN
    SELECT * INTO held FROM public.networks_topic t WHERE t.id = topic;
    PERFORM sec.my_place(held.room_id);
    PERFORM 1 FROM public.networks_room r WHERE r.id = held.room_id FOR KEY SHARE;
    IF body = '' THEN
        DELETE FROM public.networks_draft d WHERE d.topic_id = topic AND d.user_id = sec.uid();
    ELSE
        INSERT INTO public.networks_draft AS d (network_id, room_id, topic_id, user_id, body, written_at)
        VALUES (held.network_id, held.room_id, topic, sec.uid(), save_draft.body, sec.now())
        ON CONFLICT (network_id, user_id, topic_id) DO UPDATE SET body = excluded.body, written_at = excluded.written_at;
    END IF;
END $$;

-- As before; whoever is no longer named in it is named no more.
CREATE OR REPLACE FUNCTION sec.change_message(message bigint, body text, html text, mentions bigint[]) RETURNS bigint
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
    DELETE FROM public.networks_mention n WHERE n.message_id = message AND n.user_id <> ALL (mentions);
    DELETE FROM public.portal_notice n WHERE n.kind = 'mention' AND n.subject_id = message AND n.user_id <> ALL (mentions);
    PERFORM sec.note_mentions(said, mentions);
    RETURN said.event;
END $$;
GRANT EXECUTE ON FUNCTION sec.hold_key(uuid) TO portal_app;
RESET ROLE;
