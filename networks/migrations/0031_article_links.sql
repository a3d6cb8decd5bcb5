-- Routines point to articles of the knowledge base; what of it has changed is told to those who use it.
SET ROLE portal_definer;

-- What the steps of routines in force point to: each link once, and never whose it is. For the nightly job, and so only
-- where nobody acts.
CREATE FUNCTION sec.links_in_force() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT l.link FROM public.networks_routineversion v
    JOIN public.networks_routine r ON r.id = v.routine_id AND r.shelf = 'in_use'
    CROSS JOIN LATERAL jsonb_array_elements(v.content->'steps') s
    CROSS JOIN LATERAL jsonb_array_elements_text(s->'links') l(link)
    WHERE sec.uid() IS NULL AND v.state = 'published' AND coalesce(s->>'hidden', '') = ''
$$;

-- Those who write routines where a version in force points to what has changed after it was put in force: one notice for
-- a routine, however many of its articles have. Its key carries the last of these moments, and who has one as late or
-- later is not told again. `moments` has one for each of `links`. Returns the keys of what was told.
CREATE FUNCTION sec.tell_of_articles(links text[], moments timestamptz[]) RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY WITH due AS (
        SELECT r.network_id, r.id AS routine_id, (extract(epoch FROM max(c.at)) * 1000000)::bigint AS moment
        FROM public.networks_routineversion v
        JOIN public.networks_routine r ON r.id = v.routine_id AND r.shelf = 'in_use'
        CROSS JOIN LATERAL jsonb_array_elements(v.content->'steps') s
        CROSS JOIN LATERAL jsonb_array_elements_text(s->'links') l(link)
        JOIN unnest(links, moments) c(link, at) ON c.link = l.link AND c.at > v.published_at
        WHERE sec.uid() IS NULL AND v.state = 'published' AND coalesce(s->>'hidden', '') = ''
        GROUP BY r.network_id, r.id),
    told AS (
        INSERT INTO public.portal_notice (network_id, user_id, kind, subject_id, address, key, made_at)
        SELECT d.network_id, m.user_id, 'article_changed', d.routine_id, format('/nettverk/%s/rutiner/%s/', n.slug, d.routine_id),
               format('article:%s:%s', d.routine_id, d.moment), sec.now()
        FROM due d JOIN public.networks_network n ON n.id = d.network_id
        JOIN public.networks_membership m ON m.network_id = d.network_id
        JOIN sec.role_capability c ON c.role = m.role AND c.capability = 'routines.write'
        JOIN public.portal_user u ON u.id = m.user_id AND u.is_active
        WHERE sec.is_live(m) AND NOT EXISTS (
            SELECT FROM public.portal_notice p
            WHERE p.network_id = d.network_id AND p.user_id = m.user_id AND p.kind = 'article_changed'
            AND p.subject_id = d.routine_id AND split_part(p.key, ':', 3)::bigint >= d.moment)
        ON CONFLICT DO NOTHING RETURNING portal_notice.key)
    SELECT DISTINCT t.key::text FROM told t;
END $$;
GRANT EXECUTE ON FUNCTION sec.links_in_force, sec.tell_of_articles TO portal_app;
RESET ROLE;
