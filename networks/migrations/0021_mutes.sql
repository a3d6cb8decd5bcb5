-- Whom a message names is told of it, unless she has muted its topic. Reading the topic is reading the notice.
SET ROLE portal_definer;

CREATE FUNCTION sec.mute_topic(topic bigint, muted boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_topic;
BEGIN
    SELECT * INTO held FROM public.networks_topic t WHERE t.id = topic;
    PERFORM sec.my_place(held.room_id);
    IF muted THEN
        INSERT INTO public.networks_mute (network_id, room_id, topic_id, user_id)
        VALUES (held.network_id, held.room_id, topic, sec.uid()) ON CONFLICT DO NOTHING;
    ELSE
        DELETE FROM public.networks_mute m WHERE m.topic_id = topic AND m.user_id = sec.uid();
    END IF;
END $$;

-- Those the database took for named in a message of the acting person's, without those who have muted its topic.
CREATE FUNCTION sec.named_and_listening(message bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT n.user_id FROM public.networks_message m JOIN public.networks_mention n ON n.message_id = m.id
    WHERE m.id = message AND m.author_id = sec.uid() AND NOT EXISTS (
        SELECT 1 FROM public.networks_mute q WHERE q.topic_id = m.topic_id AND q.user_id = n.user_id)
    ORDER BY n.user_id
$$;

CREATE FUNCTION sec.read_mentions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.portal_notice n SET read_at = sec.now() FROM public.networks_message m
    WHERE n.user_id = NEW.user_id AND n.read_at IS NULL AND n.kind = 'mention'
      AND m.id = n.subject_id AND m.topic_id = NEW.topic_id AND m.number <= NEW.number;
    RETURN NULL;
END $$;

-- Whatever deletes a topic need not know of the mutes in it.
CREATE FUNCTION sec.forget_mutes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM public.networks_mute m WHERE m.topic_id = OLD.id;
    RETURN OLD;
END $$;

GRANT EXECUTE ON FUNCTION sec.mute_topic, sec.named_and_listening TO portal_app;
GRANT EXECUTE ON FUNCTION sec.read_mentions, sec.forget_mutes TO portal_owner;
RESET ROLE;
CREATE TRIGGER reads_mentions AFTER INSERT OR UPDATE OF number ON networks_readmark
    FOR EACH ROW EXECUTE FUNCTION sec.read_mentions();
CREATE TRIGGER forgets_mutes BEFORE DELETE ON networks_topic FOR EACH ROW EXECUTE FUNCTION sec.forget_mutes();
