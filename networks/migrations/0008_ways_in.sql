SET ROLE portal_definer;

-- Letters and visits of one network are made one after the other: each replaces the one before it, and of two clicks at
-- the same moment the second finds what the first has made. New members and messages need not wait.
CREATE FUNCTION sec.in_turn(network bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT 1 FROM public.networks_network n WHERE n.id = network FOR NO KEY UPDATE
$$;

-- A new code kills the old link; NULL closes the way.
CREATE FUNCTION sec.renew_join_link(network bigint, code text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.demand(network, 'network.manage');
    UPDATE public.networks_network SET join_code = code WHERE id = network;
END $$;

GRANT EXECUTE ON FUNCTION sec.renew_join_link(bigint, text) TO portal_app;
RESET ROLE;
