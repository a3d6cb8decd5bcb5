"""The matrix of suggestions to the library, and of the desk where they are answered."""

from tests.contracts.expected import HIDDEN_BUT_MANAGED_DONE, MANAGE_PERSON, Expectation
from tests.contracts.matrix_routines import DESK, DESK_DONE

AT = "/nettverk/{fjordby}/rutiner/{routine}/forslag/"
SUGGESTIONS: dict[str, Expectation] = {
    "GET /bibliotek/rutiner/skriv/forslag/": DESK,
    "GET /bibliotek/rutiner/skriv/forslag/{suggestion}/": DESK,
    "POST /bibliotek/rutiner/skriv/forslag/{suggestion}/": DESK,
    "POST /bibliotek/rutiner/skriv/forslag/{suggestion}/ta-inn/": DESK_DONE,
    "GET /bibliotek/rutiner/skriv/bruk/": DESK,
    f"GET {AT}": MANAGE_PERSON,
    f"GET {AT}steg/{{step}}/": MANAGE_PERSON,
    f"POST {AT}steg/{{step}}/": MANAGE_PERSON,
    f"POST {AT}{{suggestion}}/enig/": HIDDEN_BUT_MANAGED_DONE,
    f"POST {AT}{{suggestion}}/ta-tilbake/": HIDDEN_BUT_MANAGED_DONE,
}
WHY_NO_PROOF_OF_SUGGESTIONS = {
    f"nettverk/<slug:slug>/rutiner/<int:routine_id>/forslag/{rest}": "Says how a step could be worded, and of nobody anything."
    for rest in ("steg/<slug:step>/", "<int:suggestion_id>/enig/", "<int:suggestion_id>/ta-tilbake/")
}
