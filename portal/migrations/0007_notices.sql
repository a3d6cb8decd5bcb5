-- Notices: written for others only by somebody of the same network, read by the one they are for, ended by the nightly job.
SET ROLE portal_definer;

-- Whether somebody is in a network now: by a membership, or by a visit while it and its office run.
CREATE FUNCTION sec.belongs(person bigint, network bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.networks_membership m
                   WHERE m.network_id = network AND m.user_id = person AND sec.is_live(m))
        OR EXISTS (SELECT 1 FROM public.networks_grant g
                   WHERE g.network_id = network AND g.user_id = person AND (sec.visit_end(g)).at > sec.now())
$$;

-- Tells people of the acting person's own network that something happened; returns those who had not been told of it.
CREATE FUNCTION sec.note(people bigint[], network bigint, kind text, subject bigint, address text, key text)
RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sec.my_roles() r WHERE r.network_id = network) THEN
        RAISE insufficient_privilege USING MESSAGE = 'not of this network';
    END IF;
    RETURN QUERY
    INSERT INTO public.portal_notice AS n (network_id, user_id, kind, subject_id, address, key, made_at)
    SELECT network, u.id, note.kind, subject, note.address, note.key, sec.now() FROM public.portal_user u
    WHERE u.id = ANY (people) AND u.is_active AND sec.belongs(u.id, network) ORDER BY u.id
    ON CONFLICT DO NOTHING RETURNING n.user_id;
END $$;

-- She has seen her list down to one number: what came meanwhile stays new.
CREATE FUNCTION sec.read_notices(last bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE public.portal_notice n SET read_at = sec.now()
    WHERE n.user_id = sec.uid() AND n.read_at IS NULL AND n.id <= last
$$;

-- Notes that she is told of these, by mail or by push; returns how many she had not been told of that way. Of two that
-- do it at once, the second waits and gets none.
CREATE FUNCTION sec.told_notices(notices bigint[], way text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    told integer;
BEGIN
    UPDATE public.portal_notice n SET
        mailed_at = CASE way WHEN 'mail' THEN sec.now() ELSE n.mailed_at END,
        pushed_at = CASE way WHEN 'push' THEN sec.now() ELSE n.pushed_at END
    WHERE n.user_id = sec.uid() AND n.id = ANY (notices)
      AND ((way = 'mail' AND n.mailed_at IS NULL) OR (way = 'push' AND n.pushed_at IS NULL));
    GET DIAGNOSTICS told = ROW_COUNT;
    RETURN told;
END $$;

-- Hers that are not among these, and older than an hour: none that came in meanwhile is taken away.
CREATE FUNCTION sec.clear_notices(kept bigint[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    cleared integer;
BEGIN
    DELETE FROM public.portal_notice n
    WHERE n.user_id = sec.uid() AND n.id <> ALL (kept) AND n.made_at < sec.now() - interval '1 hour';
    GET DIAGNOSTICS cleared = ROW_COUNT;
    RETURN cleared;
END $$;

-- For the jobs, and so only where nobody acts: who has asked for one letter a day, has not had it, and waits for one.
CREATE FUNCTION sec.people_of_this_hour() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.user_id FROM public.portal_noticechoice c JOIN public.portal_user u ON u.id = c.user_id AND u.is_active,
    LATERAL (SELECT (sec.today() + make_interval(hours => c.hour)) AT TIME ZONE 'Europe/Oslo' AS at) AS due
    WHERE sec.uid() IS NULL AND c.mail = 'daily' AND due.at <= sec.now()
      AND EXISTS (SELECT 1 FROM public.portal_notice n
                  WHERE n.user_id = c.user_id AND n.read_at IS NULL AND n.mailed_at IS NULL)
      AND NOT EXISTS (SELECT 1 FROM public.portal_notice n WHERE n.user_id = c.user_id AND n.mailed_at >= due.at)
    ORDER BY c.user_id
$$;

CREATE FUNCTION sec.noticed_people() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT DISTINCT n.user_id FROM public.portal_notice n WHERE sec.uid() IS NULL ORDER BY 1 $$;

-- The nightly keeper: older than ninety days, or of a network she is no longer in. Returns how many.
CREATE FUNCTION sec.keep_notices() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    removed integer;
BEGIN
    DELETE FROM public.portal_notice n WHERE sec.uid() IS NULL
    AND (n.made_at < sec.now() - interval '90 days' OR NOT sec.belongs(n.user_id, n.network_id));
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN removed;
END $$;

-- A browser is told for one person: whoever uses it now takes it over from whoever did before. Ten at most, the latest.
CREATE FUNCTION sec.take_browser(endpoint text, digest text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF sec.uid() IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'nobody acts';
    END IF;
    DELETE FROM public.portal_pushsubscription p WHERE p.digest = take_browser.digest;
    INSERT INTO public.portal_pushsubscription (user_id, endpoint, digest, made_at, failed)
    VALUES (sec.uid(), take_browser.endpoint, take_browser.digest, sec.now(), 0);
    DELETE FROM public.portal_pushsubscription p WHERE p.user_id = sec.uid() AND p.id NOT IN (
        SELECT latest.id FROM public.portal_pushsubscription latest WHERE latest.user_id = sec.uid()
        ORDER BY latest.id DESC LIMIT 10);
END $$;

GRANT EXECUTE ON FUNCTION sec.note, sec.read_notices, sec.told_notices, sec.clear_notices, sec.people_of_this_hour,
    sec.noticed_people, sec.keep_notices, sec.take_browser TO portal_app;
RESET ROLE;
