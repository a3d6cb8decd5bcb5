-- Files and articles handed over with a message.
SET ROLE portal_definer;

-- With the message just said, by its author, in the same breath; so many in an hour.
CREATE FUNCTION sec.attach(message bigint, name text, ending text, size bigint, sha256 text, stored text, width integer,
                           height integer, most integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    said public.networks_message;
    made bigint;
BEGIN
    SELECT * INTO said FROM public.networks_message m WHERE m.id = message;
    PERFORM sec.my_place(said.room_id);
    IF said.author_id <> sec.uid() OR said.state <> 'shown' OR said.sent_at < sec.now() THEN
        RAISE insufficient_privilege USING MESSAGE = 'not said now';
    ELSIF (SELECT count(*) FROM public.networks_attachment a JOIN public.networks_message m ON m.id = a.message_id
           WHERE m.author_id = sec.uid() AND m.sent_at > sec.now() - interval '1 hour') >= most THEN
        PERFORM sec.refuse('too_many_files');
    END IF;
    INSERT INTO public.networks_attachment (network_id, room_id, message_id, name, ending, size, sha256, stored, width, height)
    VALUES (said.network_id, said.room_id, message, attach.name, attach.ending, attach.size, attach.sha256, attach.stored,
            attach.width, attach.height) RETURNING id INTO made;
    RETURN made;
END $$;

-- An article of the knowledge base, as it was called when it was shown: its key leads to where it stands now.
CREATE FUNCTION sec.attach_article(message bigint, card jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.networks_message m SET card = attach_article.card
    WHERE m.id = message AND m.author_id = sec.uid() AND m.state = 'shown' AND m.sent_at >= sec.now();
    IF NOT FOUND THEN
        RAISE insufficient_privilege USING MESSAGE = 'not said now';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION sec.frame(m public.networks_message) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT json_build_object('topic', m.topic_id, 'event', m.event, 'number', m.number, 'client', m.client_id,
        'author', m.author_id, 'name', u.name, 'agency', coalesce(o.name, ''), 'regime', coalesce(o.regime, 'health'),
        'at', to_char(m.sent_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'state', m.state, 'html', m.html, 'changed', m.changed_at IS NOT NULL,
        'quotes', (SELECT q.number FROM public.networks_message q WHERE q.id = m.quotes_id),
        'flagged', (SELECT f.name FROM public.portal_user f WHERE f.id = m.flagged_by_id),
        'named', (SELECT coalesce(json_agg(n.user_id), '[]') FROM public.networks_mention n WHERE n.message_id = m.id),
        'card', CASE WHEN m.state = 'shown' THEN m.card END,
        'files', (SELECT coalesce(json_agg(json_build_object('id', a.id, 'name', a.name, 'size', a.size, 'width', a.width,
            'height', a.height) ORDER BY a.id), '[]') FROM public.networks_attachment a
            WHERE a.message_id = m.id AND m.state = 'shown'),
        'signs', (SELECT coalesce(json_object_agg(s.sign, s.people), '{}') FROM (
            SELECT r.sign, json_agg(json_build_array(r.user_id, w.name) ORDER BY r.id) AS people
            FROM public.networks_reaction r JOIN public.portal_user w ON w.id = r.user_id
            WHERE r.message_id = m.id GROUP BY r.sign) AS s))::text
    FROM public.portal_user u LEFT JOIN public.networks_organisation o ON o.id = m.organisation_id WHERE u.id = m.author_id
$$;

-- The files go with their message; the nightly job clears away what no row leads to any more.
CREATE FUNCTION sec.drop_attachments() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM public.networks_attachment a WHERE a.message_id = OLD.id;
    IF TG_OP = 'UPDATE' THEN
        NEW.card := NULL;
        RETURN NEW;
    END IF;
    RETURN OLD;
END $$;

-- Which of these files a row leads to: asked by the job that removes the others, and by nobody who is signed in.
CREATE FUNCTION sec.files_in_use(names text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT a.stored FROM public.networks_attachment a WHERE sec.uid() IS NULL AND a.stored = ANY (names) $$;

GRANT EXECUTE ON FUNCTION sec.attach, sec.attach_article, sec.files_in_use TO portal_app;
GRANT EXECUTE ON FUNCTION sec.drop_attachments TO portal_owner;
RESET ROLE;
CREATE TRIGGER drops_attachments BEFORE DELETE ON networks_message
    FOR EACH ROW EXECUTE FUNCTION sec.drop_attachments();
CREATE TRIGGER drops_attachments_of_what_is_gone BEFORE UPDATE OF state ON networks_message
    FOR EACH ROW WHEN (NEW.state IN ('deleted', 'locked')) EXECUTE FUNCTION sec.drop_attachments();
