"""Every capability has its words, and every role is told by them."""

from portal.access.capabilities import Capability
from portal.access.labels import IN_SHORT, LABELS, gained_and_lost, in_short, what_may
from portal.access.roles import Role


def test_every_capability_has_words() -> None:
    assert set(LABELS) == set(Capability)


def test_every_role_has_a_line() -> None:
    assert set(IN_SHORT) == set(Role)


def test_only_the_roles_asked_for_are_told_in_their_order() -> None:
    assert [role for role, _line in in_short({"observer", "contact"})] == [Role.CONTACT, Role.OBSERVER]


def test_what_an_observer_may() -> None:
    assert [str(line) for line in what_may(Role.OBSERVER)] == [
        "read the front page, the charter and which organisations take part"
    ]


def test_a_contact_loses_nothing_as_coordinator() -> None:
    assert gained_and_lost(Role.CONTACT, Role.COORDINATOR)[1] == []


def test_what_a_contact_gains_and_loses_as_a_member() -> None:
    gained, lost = gained_and_lost(Role.CONTACT, Role.MEMBER)

    assert gained == []
    assert [str(line) for line in lost] == [
        "confirm, and end, one's own organisation's members",
        "call everybody in a room with @alle",
        "be told, and answer, where something security-graded was written by somebody from one's own organisation",
        "sign the charter for one's own organisation",
    ]
