-- A row stays in the network it was made in. The policies alone would let somebody who may write in two networks carry
-- a row from one to the other. A trigger, not a column grant: Django saves every column, changed or not.
SET ROLE portal_definer;

CREATE FUNCTION sec.stay_in_network() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF to_jsonb(new) -> TG_ARGV[0] IS DISTINCT FROM to_jsonb(old) -> TG_ARGV[0] THEN
        RAISE insufficient_privilege USING MESSAGE = 'a row stays in its network';
    END IF;
    RETURN new;
END $$;

GRANT EXECUTE ON FUNCTION sec.stay_in_network() TO portal_owner;
RESET ROLE;
