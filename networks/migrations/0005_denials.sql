-- A refused attempt is told to the network it was aimed at, after the refused request has been rolled back. One entry per
-- person, network and address in ten minutes: whoever hammers on a door does not fill the chain. The head is locked
-- before looking, so that parallel attempts do not each find nothing.
SET ROLE portal_definer;

CREATE FUNCTION sec.note_denial(slug text, address text, answer integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    network bigint;
    short text := left(address, 100);
BEGIN
    SELECT n.id INTO network FROM public.networks_network n WHERE n.slug = note_denial.slug;
    PERFORM 1 FROM sec.audit_head h WHERE h.network_id = network FOR UPDATE;
    IF network IS NULL OR EXISTS (
        SELECT 1 FROM public.portal_entry e
        WHERE e.network_id = network AND e.action = 'access.denied' AND e.actor_id = sec.uid()
          AND e.at > sec.now() - interval '10 minutes' AND e.detail ->> 'address' = short) THEN
        RETURN;
    END IF;
    PERFORM sec.entry_by_her(network, 'access.denied', '', NULL, '', jsonb_build_object('address', short, 'answer', answer));
END $$;

GRANT EXECUTE ON FUNCTION sec.note_denial(text, text, integer) TO portal_app;
RESET ROLE;
