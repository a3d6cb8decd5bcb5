"""Who gets what answer: the people of the cast in groups, and the patterns of answers named after who may."""

from collections.abc import Iterable, Mapping

from portal.accounts.personas import PERSONAS

NOBODY = "nobody"
SIGNED_IN = frozenset(persona.slug for persona in PERSONAS)
EVERYBODY = SIGNED_IN | {NOBODY}
STAFF = frozenset({"coordinator", "deputy", "contact", "member", "mentor", "mentor-other-case", "observer"})
VISITOR = frozenset({"supervisor"})
INSIDE = STAFF | VISITOR
MANAGERS = frozenset({"coordinator", "deputy"})
READERS = INSIDE - {"observer"}
COORDINATOR = frozenset({"coordinator"})
SIGNERS = MANAGERS | {"contact"}
OFFICES = frozenset({"supervisor", "supervisor-expired", "operator"})  # her visit has ended, her office has not

Expectation = Mapping[str, int]


def expect(answers: Mapping[int, Iterable[str]], *, others: int = 404, nobody: int = 302) -> Expectation:
    """Status → people. Signed-in people who are not named get `others`: what they cannot see does not exist."""
    row = dict.fromkeys(SIGNED_IN, others) | {NOBODY: nobody}
    for status, people in answers.items():
        row |= dict.fromkeys(people, status)
    return row


# Patterns, named after who may.
PUBLIC = expect({200: EVERYBODY})
PUBLIC_REDIRECT = expect({302: EVERYBODY})
PUBLIC_ABSENT = expect({404: EVERYBODY})
OWN = expect({200: SIGNED_IN})  # a page about oneself
OWN_REDIRECT = expect({302: SIGNED_IN})
OWN_ABSENT = expect({})  # something of one's own that one does not have
NOT_PROVED = expect({403: SIGNED_IN})  # asks for a second factor the demo's people have not enrolled
OFFICE = expect({200: OFFICES}, others=403)

# Of a network: inside one is told 403 and by whom it is done; outside it does not exist.
NETWORK = expect({200: INSIDE})
READ_MEMBERS = expect({200: READERS, 403: {"observer"}})
MANAGE = expect({200: MANAGERS, 403: INSIDE - MANAGERS})
MANAGE_DONE = expect({302: MANAGERS, 403: INSIDE - MANAGERS})
COORDINATE = expect({200: COORDINATOR, 403: INSIDE - COORDINATOR})
SIGN = expect({200: SIGNERS, 403: INSIDE - SIGNERS})
CONFIRM_SOME = expect({302: SIGNERS, 403: INSIDE - SIGNERS})

TALKERS = expect({200: READERS - VISITOR, 403: {"observer"} | VISITOR})

# Of a row in it that not all inside may see: to those it does not exist either.
READ_PERSON = expect({200: READERS})
MANAGE_PERSON = expect({200: MANAGERS, 403: READERS - MANAGERS})
MANAGE_PERSON_DONE = expect({302: MANAGERS, 403: READERS - MANAGERS})
COORDINATE_PERSON = expect({200: COORDINATOR, 403: READERS - COORDINATOR})
COORDINATE_PERSON_DONE = expect({302: COORDINATOR, 403: READERS - COORDINATOR})
SUCCESSOR_ONLY = expect({403: READERS})  # the successor is none of the cast
PLACED = expect({200: COORDINATOR})  # things.room: of the cast only its keeper is in it
PLACED_DONE = expect({302: COORDINATOR})
HIDDEN_BUT_MANAGED = expect({200: MANAGERS})
HIDDEN_BUT_MANAGED_DONE = expect({302: MANAGERS})
