"""How each of a person's networks stands with her, read in one query whatever their number.

Written in SQL because it stands on the two pages everybody opens first: built from the ORM's parts it cost four times
as much, half of it in building. The policies hold here as everywhere; the list of networks is the filter beside them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from networks.directory.choices import EXPECTED, Sector
from networks.membership.access import CONFIRMERS, CONTACTS
from networks.membership.models import SOON
from networks.readiness.choices import SOON_DAYS
from networks.steps.choices import BY_ROLE, OF_A_RUN
from portal.access.capabilities import Capability
from portal.access.decisions import networks_where, roles_in
from portal.access.roles import ROLES
from portal.accounts.models import User

EXPIRING = timedelta(days=2)
FACTS = """
SELECT n.id, n.slug, n.name, n.preset,
       EXISTS (SELECT 1 FROM networks_handover h WHERE h.network_id = n.id AND h.to_membership_id = own.id
               AND h.accepted_at IS NULL AND h.withdrawn_at IS NULL) AS offered,
       coalesce(r.asking, 0) AS asking, r.asker,
       (SELECT count(*) FROM networks_invitation i WHERE i.network_id = n.id AND i.accepted_at IS NULL
        AND i.revoked_at IS NULL AND i.expires_at BETWEEN %(now)s AND %(expiring)s) AS expiring,
       m.due, m.due_own, m.first_due, m.first_due_own,
       coalesce(c.purpose <> '' AND c.legal_basis <> '', false) AS agreed,
       EXISTS (SELECT 1 FROM networks_signature s WHERE s.network_id = n.id AND s.version = c.version
               AND s.organisation_id = own.organisation_id) AS signed,
       coalesce(m.present, '{}') AS present,
       ARRAY(SELECT DISTINCT o.sector FROM networks_organisation o
             WHERE o.network_id = n.id AND o.left_on IS NULL) AS parties,
       EXISTS (SELECT FROM networks_grant g WHERE g.network_id = n.id) AS visited,
       (SELECT count(DISTINCT p.message_id) FROM networks_report p WHERE p.network_id = n.id AND p.answered_at IS NULL
        AND p.reported_by_id <> %(user)s) AS reported,
       (SELECT count(*) FROM networks_routineversion v WHERE v.network_id = n.id AND v.state = 'in_review'
        AND v.reader_id = %(user)s) AS readings,
       (SELECT min(v.routine_id) FROM networks_routineversion v WHERE v.network_id = n.id AND v.state = 'in_review'
        AND v.reader_id = %(user)s) AS reading,
       (SELECT count(*) FROM networks_runstep s JOIN networks_run r ON r.id = s.run_id AND r.state = 'running'
            AND NOT r.is_exercise
        JOIN networks_topic e ON e.id = r.topic_id AND e.closed_at IS NULL
        JOIN networks_room o ON o.id = r.room_id AND o.state = 'open'
        WHERE s.network_id = n.id AND s.state IN ('open', 'signed') AND s.due_on <= %(tomorrow)s
        AND (s.person_id = %(user)s OR s.person_id IS NULL AND EXISTS (
            SELECT FROM networks_placement p WHERE p.room_id = s.room_id AND p.user_id = %(user)s AND p.part = 'keeper'
            AND p.ended_at IS NULL))) AS steps,
       CASE WHEN n.id = ANY(%(writes)s) THEN (
           SELECT count(*) FROM (
               SELECT DISTINCT s->>'role' AS role FROM networks_routineversion v
               JOIN networks_routine u ON u.id = v.routine_id AND u.shelf = 'in_use'
               CROSS JOIN LATERAL jsonb_array_elements(v.content->'steps') s
               WHERE v.network_id = n.id AND v.state = 'published' AND coalesce(s->>'hidden', '') = ''
           ) f WHERE f.role <> ALL(%(of_a_run)s) AND NOT EXISTS (
               SELECT FROM networks_membership p
               LEFT JOIN networks_holding h ON h.membership_id = p.id AND h.function = f.role
               WHERE p.network_id = n.id AND p.state = 'active' AND p.starts_on <= %(today)s
               AND (p.ends_on IS NULL OR p.ends_on >= %(today)s)
               AND (h.id IS NOT NULL OR f.role = ANY(%(by_role)s) AND p.role = f.role))
       ) ELSE 0 END AS vacant,
       w.newer, w.newer_first,
       y.items AS yearly, y.first_on AS yearly_first,
       coalesce(t.new, 0) AS new, coalesce(t.mentions, 0) AS named
FROM networks_network n
LEFT JOIN networks_membership own ON own.network_id = n.id AND own.user_id = %(user)s AND own.state = 'active'
CROSS JOIN LATERAL (
    SELECT count(*) AS newer, min(u.id) AS newer_first FROM networks_routine u
    JOIN networks_libraryversion l ON l.routine_id = u.source_id AND l.state = 'published'
    WHERE n.id = ANY(%(writes)s) AND u.network_id = n.id AND u.shelf = 'in_use' AND l.id IS DISTINCT FROM (
        SELECT v.base_id FROM networks_routineversion v WHERE v.routine_id = u.id ORDER BY v.id DESC LIMIT 1)
) w
CROSS JOIN LATERAL (
    SELECT count(*) AS items, min(i.due_on) AS first_on FROM networks_readinessitem i
    WHERE i.network_id = n.id AND i.owner_id = own.id AND i.due_on <= %(fortnight)s
) y
LEFT JOIN sec.new_talk() t ON t.network_id = n.id
LEFT JOIN networks_charter c ON c.network_id = n.id
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE w.due) AS due,
           count(*) FILTER (WHERE w.due AND p.organisation_id = own.organisation_id) AS due_own,
           min(p.confirm_by) FILTER (WHERE w.due) AS first_due,
           min(p.confirm_by) FILTER (WHERE w.due AND p.organisation_id = own.organisation_id) AS first_due_own,
           array_agg(DISTINCT o.sector) FILTER (WHERE p.starts_on <= %(today)s
               AND (p.ends_on IS NULL OR p.ends_on >= %(today)s)) AS present
    FROM networks_membership p JOIN networks_organisation o ON o.id = p.organisation_id
    CROSS JOIN LATERAL (
        SELECT p.confirm_by <= %(soon)s AND (p.id IS DISTINCT FROM own.id OR NOT EXISTS (
            SELECT 1 FROM networks_membership other WHERE other.network_id = n.id AND other.state = 'active'
            AND other.id <> own.id AND (other.role = ANY(%(confirmers)s)
                OR other.role = ANY(%(contacts)s) AND other.organisation_id = own.organisation_id))) AS due
    ) w
    WHERE p.network_id = n.id AND p.state = 'active'
) m
LEFT JOIN LATERAL (
    SELECT count(*) AS asking, (array_agg(u.name ORDER BY q.asked_at))[1] AS asker
    FROM networks_joinrequest q JOIN portal_user u ON u.id = q.user_id
    WHERE q.network_id = n.id AND q.answered_at IS NULL
) r ON true
WHERE n.id = ANY(%(networks)s) AND %(slug)s IN (n.slug, '')
ORDER BY n.name, n.id
"""


@dataclass(frozen=True)
class Standing:
    id: int
    slug: str
    name: str
    preset: str
    offered: bool  # the coordinator's task is offered to this person
    asking: int  # open requests to join
    asker: str | None
    expiring: int  # invitations that lapse within two days
    due: int  # memberships she may soon confirm (her own is another's to confirm), of all organisations
    due_own: int  # … and of her own
    first_due: date | None
    first_due_own: date | None
    agreed: bool  # the charter has a purpose and a legal basis
    signed: bool  # by her own organisation, in its present version
    present: list[str]  # sectors that somebody stands for
    parties: list[str]  # sectors that an organisation takes part for, with or without people
    visited: bool  # by a supervisor from RVTS, as far as this person may know
    reported: int  # messages that wait for her answer
    readings: int  # routines that wait for her word
    reading: int | None  # … the first of them
    steps: int  # of routines she follows: due by tomorrow, and hers, or nobody's where she keeps the room
    vacant: int  # functions that a routine in force names and nobody holds, where she may name somebody
    newer: int  # routines whose source says something newer, where she may write them
    newer_first: int | None
    yearly: int  # items of the year that she answers for, due within two weeks or overdue
    yearly_first: date | None
    new: int  # messages in her rooms that she has not read
    named: int  # … in which somebody names her
    held: frozenset[Capability]

    def may(self, capability: Capability) -> bool:
        return capability in self.held

    @property
    def missing(self) -> list[Sector]:
        """The gaps of the sector picture: neither people nor, for RVTS, a supervisor on a visit."""
        shown = {*EXPECTED, *self.parties}
        covered = {*self.present, *([Sector.RVTS] if self.visited else [])}
        return [sector for sector in Sector if sector in shown - covered]


def standings(user: User, slug: str = "") -> list[Standing]:
    """Of all her networks in the order of their names, or of the one named by `slug`."""
    rows = facts(user, networks_where(user, Capability.READ_NETWORK), slug)
    return [Standing(**row, held=held_in(user, row["id"])) for row in rows]


def facts(user: User, networks: Iterable[int], slug: str) -> list[dict[str, Any]]:
    now = timezone.now()
    told: dict[str, Any] = {
        "user": user.pk,
        "networks": list(networks),
        "slug": slug,
        "now": now,
        "expiring": now + EXPIRING,
        "today": timezone.localdate(now),
        "tomorrow": timezone.localdate(now) + timedelta(days=1),
        "soon": timezone.localdate(now) + SOON,
        "fortnight": timezone.localdate(now) + timedelta(days=SOON_DAYS),
        "confirmers": list(CONFIRMERS),
        "contacts": list(CONTACTS),
        "writes": list(networks_where(user, Capability.WRITE_ROUTINES)),
        "of_a_run": list(OF_A_RUN),
        "by_role": list(BY_ROLE),
    }
    with connection.cursor() as cursor:
        cursor.execute(FACTS, told)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def held_in(user: User, network_id: int) -> frozenset[Capability]:
    return frozenset(capability for role in roles_in(user, network_id) for capability in ROLES[role])
