"""The matrix of routines that are followed: those in the room, and nobody else."""

from tests.contracts.expected import (
    MANAGERS,
    PLACED,
    PLACED_DONE,
    READ_MEMBERS,
    Expectation,
    expect,
)

AT = "/nettverk/{fjordby}/rutiner/"
RUN = f"{AT}i-gang/{{run}}/"
STEP = f"{RUN}steg/{{step}}/"
RUNS: dict[str, Expectation] = {
    f"GET {AT}folg/": READ_MEMBERS,
    f"POST {AT}folg/": READ_MEMBERS,
    f"GET {RUN}": PLACED,
    f"GET {RUN}avslutt/": PLACED,
    f"POST {RUN}avslutt/": PLACED,
    f"POST {RUN}hent/": PLACED_DONE,
    **{f"POST {STEP}{deed}/": PLACED for deed in ("laert", "hopp-over", "ta-opp")},
    **{f"POST {STEP}{deed}/": PLACED_DONE for deed in ("gjort", "kryss", "ansvar", "frist")},
    f"POST {AT}{{routine}}/laert/{{lesson}}/brukt/": expect({302: MANAGERS}),
}
WHY_NO_PROOF_OF_RUNS = {
    f"nettverk/<slug:slug>/rutiner/{rest}": "Work among those who are in the room; nobody comes into the network by it."
    for rest in (
        "folg/",
        *(f"i-gang/<int:run_id>/{rest}/" for rest in ("avslutt", "hent")),
        *(
            f"i-gang/<int:run_id>/steg/<slug:step>/{deed}/"
            for deed in ("gjort", "hopp-over", "ta-opp", "kryss", "ansvar", "frist", "laert")
        ),
        "<int:routine_id>/laert/<int:lesson_id>/brukt/",
    )
}
