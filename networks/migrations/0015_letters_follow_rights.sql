-- A letter counts for as long as somebody who may give its role answers for it.
SET ROLE portal_definer;

-- As sec.may_give, of another person than the one who acts.
CREATE FUNCTION sec.could_give(person bigint, network bigint, given text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.networks_membership m JOIN sec.role_grants g ON g.role = m.role
                   WHERE m.user_id = person AND m.network_id = network AND sec.is_live(m) AND g.grantee = given)
$$;

-- Whoever loses the right to a letter passes it to the one who takes over; where that one has no right to it either, it dies.
CREATE FUNCTION sec.pass_letters_on() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    heir bigint := sec.heir(NEW);
BEGIN
    UPDATE public.networks_invitation i
    SET invited_by_id = CASE WHEN sec.could_give(heir, i.network_id, i.role) THEN heir ELSE i.invited_by_id END,
        revoked_at = CASE WHEN sec.could_give(heir, i.network_id, i.role) THEN NULL ELSE sec.now() END
    WHERE i.network_id = NEW.network_id AND i.invited_by_id = NEW.user_id AND i.accepted_at IS NULL
      AND i.revoked_at IS NULL AND NOT sec.could_give(NEW.user_id, i.network_id, i.role);
    RETURN NULL;
END $$;

CREATE FUNCTION sec.refuse_too_many_letters(network bigint, email text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    sent integer;
    to_her integer;
BEGIN
    SELECT count(*), count(*) FILTER (WHERE lower(i.email) = lower(refuse_too_many_letters.email)) INTO sent, to_her
    FROM public.networks_invitation i WHERE i.network_id = network AND i.invited_at > sec.now() - interval '1 day';
    IF sent >= 50 THEN
        PERFORM sec.refuse('too_many_invitations');
    ELSIF to_her >= 5 THEN
        PERFORM sec.refuse('too_many_to_one');
    END IF;
END $$;

GRANT EXECUTE ON FUNCTION sec.pass_letters_on TO portal_owner;
RESET ROLE;
CREATE TRIGGER passes_letters_on AFTER UPDATE OF role, state ON networks_membership
    FOR EACH ROW EXECUTE FUNCTION sec.pass_letters_on();
