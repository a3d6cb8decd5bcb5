-- What of a room goes into an archive: who takes out a package, and which messages are whose case documents.
SET ROLE portal_definer;

CREATE FUNCTION sec.keeps_room(mine sec.placed) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT mine.part = 'keeper' OR (mine.part <> 'adviser' AND mine.membership_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM sec.placed p WHERE p.room_id = mine.room_id AND p.part = 'keeper'))
$$;

-- One that is hers to send into an archive: she keeps the room, or takes part in it for the organisation it is of.
CREATE FUNCTION sec.my_case_document(document bigint) RETURNS public.networks_casedocument
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_casedocument;
    mine sec.placed;
BEGIN
    SELECT * INTO held FROM public.networks_casedocument d WHERE d.id = document;
    mine := sec.my_place(held.room_id);
    IF NOT sec.keeps_room(mine) AND (mine.part <> 'adviser' AND mine.organisation_id = held.organisation_id) IS NOT TRUE THEN
        RAISE insufficient_privilege USING MESSAGE = 'not hers to archive';
    END IF;
    RETURN held;
END $$;

-- Asked before a package is made: whether she may, and how many she has taken out in the last hour. Nothing is locked that
-- somebody who writes would wait for.
CREATE FUNCTION sec.begin_export(room bigint, document bigint, most integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    said bigint;
BEGIN
    IF document IS NOT NULL THEN
        said := (sec.my_case_document(document)).message_id;
        IF NOT EXISTS (SELECT 1 FROM public.networks_message m WHERE m.id = said AND m.state = 'shown') THEN
            PERFORM sec.refuse('message_gone');
        END IF;
    ELSIF NOT sec.keeps_room(sec.my_place(room)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'does not keep the room';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('export', sec.uid()));  -- two clicks at once are counted as two
    IF (SELECT count(*) FROM public.portal_entry e
        WHERE e.network_id IN (SELECT r.network_id FROM sec.my_roles() r) AND e.actor_id = sec.uid()
          AND e.action IN ('room.exported', 'case_document.exported') AND e.at > sec.now() - interval '1 hour') >= most THEN
        PERFORM sec.refuse('too_many_exports');
    END IF;
END $$;

-- Whoever takes part marks what is shown to her; an adviser is a guest in the parties' own cases.
CREATE FUNCTION sec.mark_case_document(message bigint, organisation bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    said public.networks_message;
    mine sec.placed;
    made bigint;
BEGIN
    SELECT * INTO said FROM public.networks_message m WHERE m.id = message;
    PERFORM 1 FROM public.networks_room r WHERE r.id = said.room_id FOR SHARE;  -- it is not deleted meanwhile
    mine := sec.my_place(said.room_id);
    SELECT * INTO said FROM public.networks_message m WHERE m.id = message FOR SHARE;
    IF mine.part = 'adviser' OR mine.membership_id IS NULL OR said.sent_at < mine.sees_from_at THEN
        RAISE insufficient_privilege USING MESSAGE = 'not hers to mark';
    ELSIF said.state IS DISTINCT FROM 'shown' THEN
        PERFORM sec.refuse('message_gone');
    ELSIF NOT EXISTS (SELECT 1 FROM public.networks_organisation o WHERE o.id = organisation
                      AND o.network_id = said.network_id AND (o.left_on IS NULL OR o.left_on >= sec.today())) THEN
        PERFORM sec.refuse('not_a_party');
    END IF;
    INSERT INTO public.networks_casedocument (network_id, room_id, message_id, organisation_id, state, marked_by_id, marked_at,
                                              sha256, reference)
    VALUES (said.network_id, said.room_id, message, organisation, 'marked', sec.uid(), sec.now(), '', '') RETURNING id INTO made;
    RETURN made;
EXCEPTION WHEN unique_violation THEN
    PERFORM sec.refuse('already_case_document');
END $$;

CREATE FUNCTION sec.note_case_export(document bigint, sha256 text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.my_case_document(document);
    UPDATE public.networks_casedocument d SET state = 'exported', exported_at = sec.now(), sha256 = note_case_export.sha256
    WHERE d.id = document AND d.state <> 'received';
END $$;

-- The archive's own number; noted anew where it was noted wrongly.
CREATE FUNCTION sec.receive_case_document(document bigint, reference text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.my_case_document(document);
    UPDATE public.networks_casedocument d SET state = 'received', received_at = sec.now(), received_by_id = sec.uid(),
        reference = receive_case_document.reference WHERE d.id = document AND d.state <> 'marked';
    IF NOT FOUND THEN
        PERFORM sec.refuse('not_exported');
    END IF;
END $$;

-- What is somebody's case document stays until it is in the archive. What nobody may read any more goes all the same.
CREATE FUNCTION sec.keep_case_document() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM public.networks_casedocument d WHERE d.message_id = NEW.id AND d.state <> 'received') THEN
        PERFORM sec.refuse('case_document_waits');
    END IF;
    RETURN NEW;
END $$;

-- As before (0020_room_endings.sql), and which of it was whose case document: the text is in the archive, or nowhere.
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
    DELETE FROM public.networks_topic t WHERE t.room_id = room;
    GET DIAGNOSTICS topics = ROW_COUNT;
    UPDATE public.networks_placement p SET ended_at = sec.now() WHERE p.room_id = room AND p.ended_at IS NULL;
    UPDATE public.networks_room r SET state = 'purged', name = '', purged_at = sec.now(), hold_reason = '', hold_ends_on = NULL
    WHERE r.id = room;
    RETURN jsonb_build_object('topics', topics, 'messages', messages);
END $$;

GRANT EXECUTE ON FUNCTION sec.begin_export, sec.mark_case_document, sec.note_case_export, sec.receive_case_document TO portal_app;
GRANT EXECUTE ON FUNCTION sec.keep_case_document TO portal_owner;
RESET ROLE;
CREATE TRIGGER keeps_case_document BEFORE UPDATE OF state ON networks_message
    FOR EACH ROW WHEN (OLD.state = 'shown' AND NEW.state = 'deleted') EXECUTE FUNCTION sec.keep_case_document();
