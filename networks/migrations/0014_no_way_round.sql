SET ROLE portal_definer;

-- A person writes in the audit of a network she has had to do with, and in no other. Only the database itself notes the
-- refusals of others.
CREATE FUNCTION sec.entry_by_her(network bigint, action text, subject text, subject_id bigint, subject_label text,
                                 detail jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    actor_name text;
    actor_role text;
BEGIN
    SELECT name INTO actor_name FROM public.portal_user WHERE id = sec.uid();
    IF actor_name IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'nobody acts';
    END IF;
    SELECT coalesce(string_agg(r.role, ' ' ORDER BY r.role), '') INTO actor_role
    FROM sec.my_roles() r WHERE r.network_id = network;
    RETURN sec.append_entry(network, sec.uid(), actor_name, actor_role, action, subject, subject_id, subject_label, detail);
END $$;

REVOKE ALL ON FUNCTION sec.entry_by_her FROM PUBLIC;
RESET ROLE;
