-- The chain is appended to and never changed: not by the maintenance role, not by the functions themselves. Names may
-- be erased, they stand outside the hash.
REVOKE INSERT, UPDATE, DELETE ON portal_entry FROM portal_maint;
REVOKE UPDATE, DELETE ON portal_entry FROM portal_definer;
GRANT UPDATE (actor_label, subject_label) ON portal_entry TO portal_maint;

SET ROLE portal_definer;

-- Every network that has a chain or ought to have one: a head without rows and rows without a head are both broken.
CREATE FUNCTION sec.audited_networks() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT network_id FROM sec.audit_head UNION SELECT network_id FROM public.portal_entry ORDER BY 1 $$;

GRANT EXECUTE ON FUNCTION sec.audited_networks() TO portal_maint, portal_owner;
RESET ROLE;
