-- The contact list: a holding ends with its membership, and is confirmed once a year.
SET ROLE portal_definer;

-- For the nightly job, and so only where nobody acts. Holdings of those who have left are removed. Thirty days before one
-- must be confirmed anew, and once more when that day has passed, those who write routines there are told. Returns the
-- keys of what was told.
CREATE FUNCTION sec.keep_holdings() RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM public.networks_holding h USING public.networks_membership m
    WHERE sec.uid() IS NULL AND m.id = h.membership_id AND m.state = 'ended';
    RETURN QUERY WITH due AS (
        SELECT h.id, h.network_id,
               format('holding:%s:%s', h.id, h.confirm_on) || CASE WHEN h.confirm_on < sec.today() THEN ':over' ELSE '' END AS key
        FROM public.networks_holding h JOIN public.networks_membership m ON m.id = h.membership_id
        WHERE sec.uid() IS NULL AND sec.is_live(m) AND h.confirm_on <= sec.today() + 30),
    told AS (
        INSERT INTO public.portal_notice (network_id, user_id, kind, subject_id, address, key, made_at)
        SELECT d.network_id, m.user_id, 'holding_confirm', d.id, format('/nettverk/%s/funksjoner/', n.slug), d.key, sec.now()
        FROM due d JOIN public.networks_network n ON n.id = d.network_id
        JOIN public.networks_membership m ON m.network_id = d.network_id
        JOIN sec.role_capability c ON c.role = m.role AND c.capability = 'routines.write'
        JOIN public.portal_user u ON u.id = m.user_id AND u.is_active
        WHERE sec.is_live(m)
        ON CONFLICT DO NOTHING RETURNING portal_notice.key)
    SELECT DISTINCT t.key::text FROM told t;
END $$;
GRANT EXECUTE ON FUNCTION sec.keep_holdings TO portal_app;
RESET ROLE;
