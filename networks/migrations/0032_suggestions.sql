-- What flows from networks back to the library: suggestions without a sender, and how much of it is in use where.
SET ROLE portal_definer;

-- What the acting person's networks have adopted, where she writes routines.
CREATE FUNCTION sec.my_sources() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT r.source_id FROM public.networks_routine r
    WHERE r.source_id IS NOT NULL AND r.network_id IN (SELECT sec.networks_where('routines.write'))
$$;

-- A routine of hers that is in force and comes from the library; two who suggest at once are taken one after the other.
CREATE FUNCTION sec.suggesting(routine bigint) RETURNS public.networks_routine
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_routine;
BEGIN
    SELECT * INTO held FROM public.networks_routine r WHERE r.id = routine;
    PERFORM sec.demand(held.network_id, 'routines.write');
    PERFORM pg_advisory_xact_lock(hashtextextended('suggestions', held.network_id));
    IF held.source_id IS NULL OR held.shelf <> 'in_use' OR NOT EXISTS (
        SELECT 1 FROM public.networks_routineversion v WHERE v.routine_id = routine AND v.state = 'published') THEN
        PERFORM sec.refuse('nothing_to_suggest_to');
    END IF;
    RETURN held;
END $$;

-- Two years for an answer. Nothing in the suggestion says whose it is.
CREATE FUNCTION sec.suggest(routine bigint, key text, wording jsonb, reason text, most integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_routine := sec.suggesting(routine);
    open_ones integer;
    made bigint;
BEGIN
    SELECT count(*) INTO open_ones FROM public.networks_backing b JOIN public.networks_suggestion s ON s.id = b.suggestion_id
    WHERE b.network_id = held.network_id AND b.is_maker AND s.state = 'open';
    IF open_ones >= most THEN
        PERFORM sec.refuse('too_many_suggestions');
    ELSIF EXISTS (SELECT 1 FROM public.networks_backing b JOIN public.networks_suggestion s ON s.id = b.suggestion_id
                  WHERE b.network_id = held.network_id AND b.is_maker AND s.state = 'open'
                  AND s.routine_id = held.source_id AND s.key = suggest.key) THEN
        PERFORM sec.refuse('already_suggested');
    END IF;
    INSERT INTO public.networks_suggestion (routine_id, key, wording, reason, state, answer, made_on, ends_on)
    VALUES (held.source_id, suggest.key, suggest.wording, suggest.reason, 'open', '', sec.today(),
            (sec.today() + interval '2 years')::date) RETURNING id INTO made;
    INSERT INTO public.networks_backing (network_id, suggestion_id, routine_id, is_maker, backed_by_id, backed_on)
    VALUES (held.network_id, made, routine, true, sec.uid(), sec.today());
    RETURN made;
END $$;

CREATE FUNCTION sec.agree_with(routine bigint, suggestion bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_routine := sec.suggesting(routine);
    other public.networks_suggestion;
BEGIN
    SELECT * INTO other FROM public.networks_suggestion s
    WHERE s.id = suggestion AND s.routine_id = held.source_id FOR UPDATE;
    IF other.id IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'of another routine';
    ELSIF other.state <> 'open' THEN
        PERFORM sec.refuse('suggestion_answered');
    ELSIF EXISTS (SELECT 1 FROM public.networks_backing b
                  WHERE b.network_id = held.network_id AND b.suggestion_id = suggestion) THEN
        PERFORM sec.refuse('already_backed');
    END IF;
    INSERT INTO public.networks_backing (network_id, suggestion_id, routine_id, is_maker, backed_by_id, backed_on)
    VALUES (held.network_id, suggestion, routine, false, sec.uid(), sec.today());
END $$;

-- The maker's takes the suggestion with it, answered or not: what should not have left the network is gone at once.
CREATE FUNCTION sec.take_back_backing(backing bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_backing;
BEGIN
    SELECT * INTO held FROM public.networks_backing b WHERE b.id = backing;
    PERFORM sec.demand(held.network_id, 'routines.write');
    DELETE FROM public.networks_backing b WHERE b.id = backing OR (held.is_maker AND b.suggestion_id = held.suggestion_id);
    DELETE FROM public.networks_suggestion s WHERE held.is_maker AND s.id = held.suggestion_id;
END $$;

-- By a supervisor. Those who write routines in the networks behind it are told that there is an answer.
CREATE FUNCTION sec.answer_suggestion(suggestion bigint, state text, answer text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_suggestion;
BEGIN
    IF NOT sec.holds_office('{supervisor}') THEN
        RAISE insufficient_privilege USING MESSAGE = 'no such office';
    END IF;
    SELECT * INTO held FROM public.networks_suggestion s WHERE s.id = suggestion FOR UPDATE;
    IF held.state IS DISTINCT FROM 'open' THEN
        PERFORM sec.refuse('suggestion_answered');
    END IF;
    UPDATE public.networks_suggestion s
    SET state = answer_suggestion.state, answer = answer_suggestion.answer, answered_on = sec.today(),
        ends_on = (sec.today() + interval '1 year')::date
    WHERE s.id = suggestion;
    INSERT INTO public.portal_notice (network_id, user_id, kind, subject_id, address, key, made_at)
    SELECT b.network_id, m.user_id, 'suggestion_answered', b.id,
           format('/nettverk/%s/rutiner/%s/forslag/', n.slug, b.routine_id), 'suggestion:' || suggestion, sec.now()
    FROM public.networks_backing b
    JOIN public.networks_network n ON n.id = b.network_id
    JOIN public.networks_membership m ON m.network_id = b.network_id
    JOIN sec.role_capability c ON c.role = m.role AND c.capability = 'routines.write'
    JOIN public.portal_user u ON u.id = m.user_id AND u.is_active
    WHERE b.suggestion_id = suggestion AND sec.is_live(m)
    ON CONFLICT DO NOTHING;
END $$;

-- For the desk: how many networks agree with each that waits, beside the one that made it.
CREATE FUNCTION sec.agreements() RETURNS SETOF jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_array(s.id, count(b.id) FILTER (WHERE NOT b.is_maker))
    FROM public.networks_suggestion s LEFT JOIN public.networks_backing b ON b.suggestion_id = s.id
    WHERE sec.holds_office('{supervisor}') GROUP BY s.id
$$;

-- For the nightly job, and so only where nobody acts.
CREATE FUNCTION sec.keep_suggestions() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    removed integer;
BEGIN
    DELETE FROM public.networks_backing b USING public.networks_suggestion s
    WHERE sec.uid() IS NULL AND s.id = b.suggestion_id AND s.ends_on < sec.today();
    DELETE FROM public.networks_suggestion s WHERE sec.uid() IS NULL AND s.ends_on < sec.today();
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN removed;
END $$;

-- Where the library is in use: numbers of networks for the desk, by what they build on and by county. A number below
-- `fewest` does not leave the database: null stands for it. Where only one number of a kind is so small, the next smallest
-- goes with it: the one could be reckoned from all the others.
CREATE FUNCTION sec.adoption(fewest integer) RETURNS SETOF jsonb
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
        SELECT u.routine, 'version', u.number::text, count(*) FROM used u GROUP BY 1, u.number
        UNION ALL
        SELECT u.routine, 'county', c.name, count(DISTINCT u.network)
        FROM used u JOIN public.networks_territory t ON t.network_id = u.network
        JOIN public.networks_municipality m ON m.number = t.municipality_id
        JOIN public.networks_county c ON c.number = m.county_id GROUP BY 1, c.name)
    SELECT jsonb_build_array(t.routine, t.by, t.name, CASE WHEN t.large AND NOT (t.small = 1 AND t.place = 1) THEN t.n END)
    FROM (SELECT told.*, told.n >= greatest(fewest, 3) AS large, sum((told.n < greatest(fewest, 3))::int) OVER kind AS small,
                 row_number() OVER (kind ORDER BY told.n < greatest(fewest, 3), told.n, told.name) AS place
          FROM told WINDOW kind AS (PARTITION BY told.routine, told.by)) AS t
    ORDER BY t.routine, t.by, t.name
$$;
GRANT EXECUTE ON FUNCTION sec.my_sources, sec.suggest, sec.agree_with, sec.take_back_backing, sec.answer_suggestion,
    sec.agreements, sec.keep_suggestions, sec.adoption TO portal_app;
RESET ROLE;

-- The suggestion itself is the library's: supervisors read it, and those who write routines where the same is adopted.
ALTER TABLE networks_suggestion ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON networks_suggestion FROM portal_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON networks_suggestion TO portal_definer;
GRANT SELECT ON networks_municipality, networks_county TO portal_definer;
GRANT USAGE ON SEQUENCE networks_suggestion_id_seq TO portal_definer;
CREATE POLICY reading ON networks_suggestion FOR SELECT TO portal_app
    USING ((SELECT sec.holds_office('{supervisor}')) OR routine_id IN (SELECT sec.my_sources()));
