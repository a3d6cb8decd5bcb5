-- PostgreSQL plans a function in SQL each time it is called, one in PL/pgSQL once in a session (decision 34).
SET ROLE portal_definer;

CREATE OR REPLACE FUNCTION sec.new_talk() RETURNS TABLE (network_id bigint, new bigint, mentions bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 3 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT n.network_id, sum(n.new)::bigint, sum(n.mentions)::bigint FROM sec.my_news n GROUP BY n.network_id;
END $$;

CREATE OR REPLACE FUNCTION sec.new_in(network bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT coalesce(sum(n.new), 0) FROM sec.my_news n WHERE n.network_id = network);
END $$;

RESET ROLE;
