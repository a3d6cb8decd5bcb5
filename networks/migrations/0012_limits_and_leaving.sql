SET ROLE portal_definer;

-- What she may know of a network she does not see: that she is paused in it, and as what.
CREATE FUNCTION sec.my_paused() RETURNS SETOF jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('pk', m.id, 'network_id', n.id, 'network', n.name, 'role', m.role, 'organisation', o.name)
    FROM public.networks_membership m JOIN public.networks_network n ON n.id = m.network_id
    JOIN public.networks_organisation o ON o.id = m.organisation_id
    WHERE m.user_id = sec.uid() AND m.state = 'paused' ORDER BY n.name, n.id
$$;

GRANT EXECUTE ON FUNCTION sec.my_paused() TO portal_app;
RESET ROLE;
