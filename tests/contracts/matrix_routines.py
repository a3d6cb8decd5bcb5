"""The matrix of routines and of the library they come from."""

from tests.contracts.expected import (
    MANAGE,
    MANAGE_DONE,
    MANAGE_PERSON,
    MANAGE_PERSON_DONE,
    MANAGERS,
    PUBLIC,
    READ_MEMBERS,
    READ_PERSON,
    Expectation,
    expect,
)

LIBRARIANS = frozenset({"supervisor", "supervisor-expired"})  # by their office; a visit is another matter
DESK = expect({200: LIBRARIANS})
DESK_DONE = expect({302: LIBRARIANS})
# A draft is for those who write routines, and for the second reader it was sent to, who is none of the cast.
DRAFTED = expect({200: MANAGERS})
DRAFTED_DONE = expect({302: MANAGERS})
NOT_ASKED = expect({403: MANAGERS})
AT = "/nettverk/{fjordby}/rutiner/"
ONE, DRAFT = f"{AT}{{routine}}/", f"{AT}{{routine}}/utkast/"
STEP = f"{DRAFT}steg/{{step}}/"
SHIPPED, WRITTEN = "/bibliotek/rutiner/nasjonal-fire-steg/", "/bibliotek/rutiner/{written}/utkast/"

ROUTINES: dict[str, Expectation] = {
    "GET /bibliotek/rutiner/": PUBLIC,
    "GET /bibliotek/rutiner/skjema.json": PUBLIC,
    f"GET {SHIPPED}": PUBLIC,
    f"GET {SHIPPED}1/": PUBLIC,
    f"GET {SHIPPED}1/fil/": PUBLIC,
    "GET /bibliotek/rutiner/skriv/": DESK,
    "POST /bibliotek/rutiner/skriv/": DESK,
    "GET /bibliotek/rutiner/skriv/ny/": DESK,
    "POST /bibliotek/rutiner/skriv/ny/": DESK,
    f"POST {SHIPPED}ny-versjon/": DESK_DONE,
    **{f"{method} {WRITTEN}{page}/": DESK for method in ("GET", "POST") for page in ("om", "nytt-steg", "steg/forste")},
    **{f"POST {WRITTEN}steg/forste/{deed}/": DESK_DONE for deed in ("flytt", "slett")},
    f"GET {WRITTEN}": DESK,
    f"POST {WRITTEN}send/": DESK,
    f"POST {WRITTEN}send-tilbake/": DESK,
    **{f"POST {WRITTEN}{deed}/": DESK_DONE for deed in ("ta-tilbake", "forkast", "sett-i-kraft")},
    f"GET {AT}": READ_MEMBERS,
    f"GET {AT}ny/": MANAGE,
    f"POST {AT}ny/": MANAGE,
    f"POST {AT}adopter/": MANAGE_DONE,
    f"GET {AT}fra-fil/": MANAGE,
    f"POST {AT}fra-fil/": MANAGE,
    f"GET {ONE}": READ_PERSON,
    f"GET {ONE}versjon/1/": READ_PERSON,
    f"POST {ONE}versjon/1/ta-ut/": MANAGE_PERSON,
    **{f"POST {ONE}{deed}/": MANAGE_PERSON_DONE for deed in ("start", "legg-bort", "ta-fram")},
    f"POST {DRAFT}nytt-fra-kilden/hent/": MANAGE_PERSON_DONE,
    f"GET {DRAFT}": DRAFTED,
    **{f"{method} {DRAFT}{page}/": DRAFTED for method in ("GET", "POST") for page in ("om", "send", "nytt-steg")},
    **{f"{method} {STEP}{page}": DRAFTED for method in ("GET", "POST") for page in ("", "til-side/")},
    **{f"POST {STEP}{deed}/": DRAFTED_DONE for deed in ("flytt", "fram", "slett")},
    **{f"POST {DRAFT}{deed}/": DRAFTED_DONE for deed in ("ta-tilbake", "forkast")},
    f"GET {DRAFT}les/": NOT_ASKED,
    f"POST {DRAFT}les/sett-i-kraft/": NOT_ASKED,
    f"POST {DRAFT}les/send-tilbake/": NOT_ASKED,
    f"GET {DRAFT}nytt-fra-kilden/": DRAFTED,
    f"POST {DRAFT}nytt-fra-kilden/": DRAFTED,
}
WHY_PUBLIC_ROUTINES = {
    "bibliotek/rutiner/": "The library of routines is everybody's; drafts are absent.",
    "bibliotek/rutiner/skjema.json": "The form of its files.",
    "bibliotek/rutiner/<slug:key>/": "What two supervisors have read; a draft is absent.",
    "bibliotek/rutiner/<slug:key>/<int:number>/": "The same.",
    "bibliotek/rutiner/<slug:key>/<int:number>/fil/": "The same, as a file.",
}
WHY_NO_PROOF_OF_ROUTINES = {
    f"nettverk/<slug:slug>/rutiner/{rest}": "Says what a network has agreed to do, and of nobody; two people stand behind it."
    for rest in (
        "ny/",
        "adopter/",
        "fra-fil/",
        "<int:routine_id>/versjon/<int:number>/ta-ut/",
        *(f"<int:routine_id>/{deed}/" for deed in ("start", "legg-bort", "ta-fram")),
        *(f"<int:routine_id>/utkast/{page}/" for page in ("om", "send", "nytt-steg", "ta-tilbake", "forkast")),
        *(f"<int:routine_id>/utkast/les/{deed}/" for deed in ("sett-i-kraft", "send-tilbake")),
        *(f"<int:routine_id>/utkast/nytt-fra-kilden/{rest}" for rest in ("", "hent/")),
        *(
            f"<int:routine_id>/utkast/steg/<slug:step>/{rest}"
            for rest in ("", "flytt/", "til-side/", "fram/", "slett/")
        ),
    )
}
