-- A network's year: who says that something is done, whom the night reminds, and what a calendar outside may read.
SET ROLE portal_definer;

-- Two who add at once are counted one after the other.
CREATE FUNCTION sec.in_turn_of_year(network bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.demand(network, 'routines.write');
    PERFORM pg_advisory_xact_lock(hashtextextended('year', network));
END $$;

-- An item that is answered for by somebody who can no longer is answered for by nobody.
CREATE FUNCTION sec.answers_for(held public.networks_readinessitem) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.user_id FROM public.networks_membership m
    JOIN sec.role_capability c ON c.role = m.role AND c.capability = 'routines.read'
    JOIN public.portal_user u ON u.id = m.user_id AND u.is_active
    WHERE m.id = held.owner_id AND m.network_id = held.network_id AND sec.is_live(m)
$$;

-- Done today, by who writes routines or answers for it. Its next term is the first of its own days that is after this
-- term and after today; it can be noted from half a term before its day. Returns the day of the next term.
CREATE FUNCTION sec.do_readiness(item bigint, note text) RETURNS date
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_readinessitem;
    next_on date;
BEGIN
    SELECT * INTO held FROM public.networks_readinessitem i WHERE i.id = item FOR UPDATE;
    IF (sec.may(held.network_id, 'routines.write') OR sec.answers_for(held) = sec.uid()) IS NOT TRUE THEN
        RAISE insufficient_privilege USING MESSAGE = 'not hers to do';
    END IF;
    IF EXISTS (SELECT 1 FROM public.networks_readinessdone d WHERE d.item_id = item AND d.done_on = sec.today()) THEN
        PERFORM sec.refuse('done_today');
    ELSIF held.due_on > sec.today() + held.every * 31 / 2 THEN
        PERFORM sec.refuse('too_early');
    END IF;
    INSERT INTO public.networks_readinessdone (network_id, item_id, term_on, done_on, done_by_id, note)
    VALUES (held.network_id, item, held.due_on, sec.today(), sec.uid(), do_readiness.note);
    SELECT min(t.day) INTO next_on FROM (
        SELECT (held.first_on + make_interval(months => held.every * turn))::date AS day
        FROM generate_series(1, 1200 / held.every) AS turn) t
    WHERE t.day > greatest(held.due_on, sec.today());
    UPDATE public.networks_readinessitem i SET due_on = next_on, changed_at = sec.now() WHERE i.id = item;
    RETURN next_on;
END $$;

-- With all that was noted of it.
CREATE FUNCTION sec.remove_readiness(item bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_readinessitem;
BEGIN
    SELECT * INTO held FROM public.networks_readinessitem i WHERE i.id = item FOR UPDATE;
    PERFORM sec.demand(held.network_id, 'routines.write');
    DELETE FROM public.networks_readinessdone d WHERE d.item_id = item;
    DELETE FROM public.networks_readinessitem i WHERE i.id = item;
END $$;

-- Two weeks before an item is due, and once more when its day has passed: whoever answers for it is told. Calendars of
-- those who have left, and those whose year is over, are removed. For the nightly job, and so only where nobody acts;
-- returns the keys of what was told.
CREATE FUNCTION sec.keep_readiness() RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM public.networks_calendarfeed f USING public.networks_membership m
    WHERE sec.uid() IS NULL AND m.id = f.membership_id AND (f.ends_on < sec.today() OR m.state = 'ended');
    RETURN QUERY WITH due AS (
        SELECT i.id, i.network_id, sec.answers_for(i) AS person,
               format('year:%s:%s', i.id, i.due_on) || CASE WHEN i.due_on < sec.today() THEN ':over' ELSE '' END AS key
        FROM public.networks_readinessitem i WHERE sec.uid() IS NULL AND i.due_on <= sec.today() + 14),
    told AS (
        INSERT INTO public.portal_notice (network_id, user_id, kind, subject_id, address, key, made_at)
        SELECT d.network_id, d.person, 'readiness_item', d.id, format('/nettverk/%s/arshjul/%s/', n.slug, d.id),
               d.key, sec.now()
        FROM due d JOIN public.networks_network n ON n.id = d.network_id WHERE d.person IS NOT NULL
        ON CONFLICT DO NOTHING RETURNING portal_notice.key)
    SELECT DISTINCT t.key::text FROM told t;
END $$;

-- A member's own address, in place of an earlier one; kept as the hash of 256 random bits, for a year.
CREATE FUNCTION sec.make_feed(network bigint, token_hash text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    made bigint;
BEGIN
    PERFORM sec.demand(network, 'routines.read');
    INSERT INTO public.networks_calendarfeed AS f (network_id, membership_id, user_id, token_hash, made_at, changed_at, ends_on)
    SELECT m.network_id, m.id, m.user_id, make_feed.token_hash, sec.now(), sec.now(), (sec.today() + interval '1 year')::date
    FROM public.networks_membership m
    WHERE m.network_id = make_feed.network AND m.user_id = sec.uid() AND sec.is_live(m)
    ON CONFLICT (network_id, user_id) DO UPDATE SET membership_id = excluded.membership_id, ends_on = excluded.ends_on,
        token_hash = excluded.token_hash, made_at = excluded.made_at, changed_at = excluded.changed_at
    RETURNING f.id INTO made;
    IF made IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'no membership';
    END IF;
    RETURN made;
END $$;

CREATE FUNCTION sec.end_feed(feed bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM public.networks_calendarfeed f WHERE f.id = feed AND f.user_id = sec.uid()
$$;

-- What the holder of an address may read: days and kinds, no title and no person. Nothing while the membership does not
-- run, while its role reads no routines, or when the address is over a year old.
CREATE FUNCTION sec.feed_by_token(token_hash text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('language', u.language, 'changed_at', f.changed_at, 'items', coalesce(
        (SELECT jsonb_agg(jsonb_build_object('id', i.id, 'kind', i.kind, 'on', i.due_on, 'changed_at', i.changed_at)
                          ORDER BY i.due_on, i.id)
         FROM public.networks_readinessitem i WHERE i.network_id = f.network_id), '[]'))
    FROM public.networks_calendarfeed f
    JOIN public.networks_membership m ON m.id = f.membership_id AND m.user_id = f.user_id AND sec.is_live(m)
    JOIN sec.role_capability c ON c.role = m.role AND c.capability = 'routines.read'
    JOIN public.portal_user u ON u.id = f.user_id AND u.is_active
    WHERE f.token_hash = feed_by_token.token_hash AND f.ends_on >= sec.today()
$$;

-- What a calendar shows has changed: an item that is gone leaves no moment of its own behind.
CREATE FUNCTION sec.touch_feeds() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.networks_calendarfeed f SET changed_at = sec.now() WHERE f.network_id = coalesce(NEW.network_id, OLD.network_id);
    RETURN NULL;
END $$;
GRANT EXECUTE ON FUNCTION sec.in_turn_of_year, sec.do_readiness, sec.remove_readiness, sec.keep_readiness, sec.make_feed, sec.end_feed,
    sec.feed_by_token TO portal_app;
GRANT EXECUTE ON FUNCTION sec.touch_feeds TO portal_owner;
RESET ROLE;
CREATE TRIGGER touch_feeds AFTER INSERT OR UPDATE OR DELETE ON networks_readinessitem
    FOR EACH ROW EXECUTE FUNCTION sec.touch_feeds();
