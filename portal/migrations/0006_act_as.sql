-- Who acts, and as what: nearly every request needs both, so it asks once. One statement after another, because within one
-- the order in which functions are called is nobody's promise. As the caller: it may only what the caller may.
SET ROLE portal_definer;

CREATE FUNCTION sec.act_as(person text, only_reads boolean) RETURNS TABLE (network_id bigint, roles text[])
LANGUAGE plpgsql ROWS 5 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM set_config('app.user_id', person, true);
    IF only_reads THEN
        PERFORM set_config('transaction_read_only', 'on', true);
    END IF;
    RETURN QUERY SELECT r.network_id, array_agg(r.role) FROM sec.my_roles() r GROUP BY r.network_id;
END $$;

GRANT EXECUTE ON FUNCTION sec.act_as TO portal_app, portal_maint, portal_owner;
RESET ROLE;
