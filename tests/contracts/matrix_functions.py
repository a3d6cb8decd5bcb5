"""The matrix of the contact list and of what is printed."""

from tests.contracts.expected import MANAGE, MANAGE_PERSON_DONE, READ_MEMBERS, READ_PERSON, Expectation

AT, PRINTED = "/nettverk/{fjordby}/funksjoner/", "/nettverk/{fjordby}/rutiner/"
FUNCTIONS: dict[str, Expectation] = {
    f"GET {AT}": READ_MEMBERS,
    f"GET {AT}ny/": MANAGE,
    f"POST {AT}ny/": MANAGE,
    **{f"POST {AT}{{holding}}/{deed}/": MANAGE_PERSON_DONE for deed in ("ta-av", "bekreft")},
    f"GET {PRINTED}{{routine}}/kort.pdf": READ_PERSON,
    f"POST {PRINTED}perm.pdf": READ_MEMBERS,
    f"POST {PRINTED}perm.html": READ_MEMBERS,
}
WHY_NO_PROOF_OF_FUNCTIONS = {
    f"nettverk/<slug:slug>/funksjoner/{rest}": "Says who of the members is called first; nobody comes into the network by it."
    for rest in ("ny/", "<int:holding_id>/ta-av/", "<int:holding_id>/bekreft/")
}
