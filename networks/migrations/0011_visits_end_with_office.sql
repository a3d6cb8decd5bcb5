-- A visit is given to somebody in her office as supervisor. When the office she was let in for ends, so does the visit, at
-- the same midnight and for every question that can be asked. Another office, even one that follows at once, is another
-- reason to be there: the coordinator lets her in anew, and nothing that has ended begins again by itself.
ALTER POLICY reading ON networks_grant USING (
    network_id IN (SELECT mine FROM sec.networks_where('members.read') AS mine)
    AND ended_at IS NULL AND ends_at > (SELECT sec.now())
    AND EXISTS (SELECT 1 FROM portal_office o WHERE o.user_id = networks_grant.user_id AND o.kind = 'supervisor'
                AND o.starts_on <= (networks_grant.granted_at AT TIME ZONE 'Europe/Oslo')::date
                AND (o.ends_on IS NULL OR o.ends_on >= (SELECT sec.today()))));
SET ROLE portal_definer;

-- When a visit ends or ended, and what came first: the office, somebody's word, or its own last day.
CREATE FUNCTION sec.visit_end(visit public.networks_grant, OUT at timestamptz, OUT reason text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT least(office.over, visit.ended_at, visit.ends_at),
           CASE least(office.over, visit.ended_at, visit.ends_at)
                WHEN office.over THEN 'office' WHEN visit.ended_at THEN 'ended' ELSE 'lapsed' END
    FROM (SELECT coalesce(max(coalesce(o.ends_on, 'infinity') + 1)::timestamp AT TIME ZONE 'Europe/Oslo', visit.granted_at)
          FROM public.portal_office o WHERE o.user_id = visit.user_id AND o.kind = 'supervisor'
          AND o.starts_on <= (visit.granted_at AT TIME ZONE 'Europe/Oslo')::date) AS office (over)
$$;

-- The latest visits that are over, for those who may read members. What was renewed is not over: the new one took its place.
CREATE FUNCTION sec.past_visits(network bigint) RETURNS SETOF jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('name', u.name, 'purpose', g.purpose, 'reason', over.reason,
                              'first_day', (g.granted_at AT TIME ZONE 'Europe/Oslo')::date,
                              'last_day', ((over.at - interval '1 second') AT TIME ZONE 'Europe/Oslo')::date)
    FROM public.networks_grant g JOIN public.portal_user u ON u.id = g.user_id, sec.visit_end(g) AS over
    WHERE g.network_id = network AND sec.may(network, 'members.read') AND over.at <= sec.now()
      AND NOT EXISTS (SELECT 1 FROM public.networks_grant later WHERE later.network_id = g.network_id
                      AND later.user_id = g.user_id AND later.granted_at = over.at AND later.id <> g.id)
    ORDER BY over.at DESC, g.id DESC LIMIT 25
$$;

-- The nightly keeper: what ended with an office is written down, and stays ended if the office's dates are changed later.
CREATE FUNCTION sec.keep_visits() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held public.networks_grant;
    done bigint := 0;
BEGIN
    FOR held IN SELECT g.* FROM public.networks_grant g WHERE sec.uid() IS NULL AND g.ended_at IS NULL AND g.ends_at > sec.now()
                AND (sec.visit_end(g)).at <= sec.now() ORDER BY g.id FOR UPDATE LOOP
        UPDATE public.networks_grant SET ended_at = (sec.visit_end(held)).at WHERE id = held.id;
        PERFORM sec.append_entry(held.network_id, NULL, '', 'system', 'guest.office_ended', 'grant', held.id,
            (SELECT u.name FROM public.portal_user u WHERE u.id = held.user_id), '{}');
        done := done + 1;
    END LOOP;
    RETURN done;
END $$;

GRANT EXECUTE ON FUNCTION sec.past_visits(bigint), sec.keep_visits() TO portal_app;
RESET ROLE;
