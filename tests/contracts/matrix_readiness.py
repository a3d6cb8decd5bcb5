"""The matrix of a network's year."""

from tests.contracts.expected import (
    MANAGE,
    MANAGE_DONE,
    MANAGE_PERSON,
    MANAGE_PERSON_DONE,
    PUBLIC,
    READ_MEMBERS,
    READ_PERSON,
    READERS,
    TALKERS,
    Expectation,
    expect,
)

AT = "/nettverk/{fjordby}/arshjul/"
ONE = f"{AT}{{year_item}}/"
READINESS: dict[str, Expectation] = {
    "GET /kalender/{calendar}.ics": PUBLIC,
    f"GET {AT}": READ_MEMBERS,
    f"POST {AT}sett-opp/": MANAGE_DONE,
    f"GET {AT}nytt/": MANAGE,
    f"POST {AT}nytt/": MANAGE,
    f"GET {AT}kalender/": TALKERS,  # members who read the routines; a visit makes none
    f"POST {AT}kalender/": TALKERS,
    f"POST {AT}kalender/avslutt/": expect({302: READERS, 403: {"observer"}}),
    f"GET {ONE}": READ_PERSON,
    f"GET {ONE}endre/": MANAGE_PERSON,
    f"POST {ONE}endre/": MANAGE_PERSON,
    f"GET {ONE}gjort/": MANAGE_PERSON,
    f"POST {ONE}gjort/": MANAGE_PERSON_DONE,
    f"GET {ONE}fjern/": MANAGE_PERSON,
    f"POST {ONE}fjern/": MANAGE_PERSON_DONE,
}
WHY_NO_PROOF_OF_READINESS = {
    f"nettverk/<slug:slug>/arshjul/{rest}": "Says when a network does what it has agreed to do, and of nobody anything."
    for rest in (
        "sett-opp/",
        "nytt/",
        "kalender/avslutt/",
        *(f"<int:item_id>/{deed}/" for deed in ("endre", "gjort", "fjern")),
    )
}
