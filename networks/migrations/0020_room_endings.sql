-- How rooms end: closed on a keeper's word, deleted on their date, and kept longer only with a reason and an end.
SET ROLE portal_definer;

-- From now on nothing is written, and on a day not later than the one it would have been deleted anyway it is gone.
CREATE FUNCTION sec.close_room(room bigint, days integer, talk text, files text) RETURNS date
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_room := sec.keep_room(room);
    on_day date := sec.today() + days;
BEGIN
    IF held.state NOT IN ('open', 'paused') THEN
        PERFORM sec.refuse('room_not_open');
    ELSIF (days BETWEEN 1 AND held.keep_days) IS NOT TRUE THEN
        PERFORM sec.refuse('room_kept_too_long');
    END IF;
    UPDATE public.networks_room r SET state = 'closed', closed_at = sec.now(), purge_on = on_day,
        talk_fate = talk, files_fate = files WHERE r.id = room;
    RETURN on_day;
END $$;

-- At most a year at a time; an empty reason lets go of it.
CREATE FUNCTION sec.hold_room(room bigint, reason text, ends_on date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.keep_room(room);
    IF reason <> '' AND (ends_on BETWEEN sec.today() AND sec.today() + 366) IS NOT TRUE THEN
        PERFORM sec.refuse('hold_too_long');
    END IF;
    UPDATE public.networks_room r SET hold_reason = reason, hold_ends_on = CASE WHEN reason <> '' THEN ends_on END
    WHERE r.id = room AND r.state <> 'purged';
END $$;

-- The day a room is deleted if nothing more is said in it. networks.discussion.models.Room.deleted_on says the same.
CREATE FUNCTION sec.deleted_on(held public.networks_room) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT greatest(coalesce(held.purge_on, held.keep_days + (
        SELECT coalesce(max(t.said_at), held.opened_at) AT TIME ZONE 'Europe/Oslo' FROM public.networks_topic t
        WHERE t.room_id = held.id)::date), held.hold_ends_on + 1)
$$;

-- Everything that was said, with everything about it. What is left of the room is that there was one.
CREATE FUNCTION sec.purge_room(room bigint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    topics bigint;
    messages bigint;
BEGIN
    DELETE FROM public.networks_withheld w USING public.networks_message m WHERE m.id = w.message_id AND m.room_id = room;
    DELETE FROM public.networks_revision r USING public.networks_message m WHERE m.id = r.message_id AND m.room_id = room;
    DELETE FROM public.networks_reaction r WHERE r.room_id = room;
    DELETE FROM public.networks_mention n WHERE n.room_id = room;
    DELETE FROM public.networks_readmark r WHERE r.room_id = room;
    DELETE FROM public.networks_draft d WHERE d.room_id = room;
    DELETE FROM public.networks_message m WHERE m.room_id = room;
    GET DIAGNOSTICS messages = ROW_COUNT;
    DELETE FROM public.networks_topic t WHERE t.room_id = room;
    GET DIAGNOSTICS topics = ROW_COUNT;
    UPDATE public.networks_placement p SET ended_at = sec.now() WHERE p.room_id = room AND p.ended_at IS NULL;
    UPDATE public.networks_room r SET state = 'purged', name = '', purged_at = sec.now(), hold_reason = '', hold_ends_on = NULL
    WHERE r.id = room;
    RETURN jsonb_build_object('topics', topics, 'messages', messages);
END $$;

-- The nightly keeper: returns what it removed, in numbers. The log of the network is told the same.
CREATE FUNCTION sec.keep_rooms() RETURNS SETOF jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_room;
    removed jsonb;
BEGIN
    FOR held IN SELECT r.* FROM public.networks_room r WHERE sec.uid() IS NULL AND r.state <> 'purged'
                AND sec.deleted_on(r) <= sec.today() ORDER BY r.id FOR UPDATE LOOP
        removed := sec.purge_room(held.id);
        PERFORM sec.append_entry(held.network_id, NULL, '', 'system', 'room.purged', 'room', held.id, '', removed);
        RETURN NEXT removed;
    END LOOP;
END $$;

GRANT EXECUTE ON FUNCTION sec.close_room, sec.hold_room, sec.keep_rooms TO portal_app;
RESET ROLE;
