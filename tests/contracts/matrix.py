"""Who gets what answer where: every address × every method it takes × every person. The table a security reviewer reads.

A row is `"METHOD /address/": EXPECTATION`. `{fjordby}` is the network's slug, other words in braces are those of real
rows in it (things.IDS and WORDS). A method without a row is answered 405. An address without a row fails, and so does a row
without an address. What a POST sends stands in SENDING; without it the form is sent empty.
"""

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

ROWS: dict[str, Expectation] = {
    # Everyone's
    "GET /": PUBLIC,
    "GET /livez": PUBLIC,
    "GET /readyz": PUBLIC,
    "GET /komponenter/": PUBLIC,
    "POST /demo/sign-in/": PUBLIC_REDIRECT,
    "POST /konto/sprak/": PUBLIC_REDIRECT,
    "GET /kommuner/": PUBLIC,
    "GET /kommuner/regioner/": PUBLIC,
    "GET /kommuner/11/": PUBLIC,
    "GET /kommuner/11/rett/": OFFICE,
    "POST /kommuner/11/rett/": OFFICE,
    # What the editors have published
    "GET /fenomenkunnskap/": PUBLIC,
    "GET /fenomenkunnskap/bekymret-for-en-elev/": PUBLIC,
    "GET /nettverk-og-veiledning/finnes-ikke/": PUBLIC_ABSENT,
    "GET /fagstoff/{text}/": PUBLIC_REDIRECT,
    "POST /fagstoff/{text}/stem/": expect({400: EVERYBODY}),  # the form is sent empty
    "GET /filer/{captions}": PUBLIC,
    "GET /filer/original_images/hemmelig.webp": PUBLIC_ABSENT,
    "GET /sok/": PUBLIC,
    "GET /sok/forslag/": PUBLIC,
    "GET /kommuner/kommune/{municipality}/": PUBLIC,
    # For machines
    "GET /nytt/alt.atom": PUBLIC,
    "GET /nytt/aktuelt.atom": PUBLIC,
    "GET /sitemap.xml": PUBLIC,
    "GET /robots.txt": PUBLIC,
    "GET /api/v1/": PUBLIC_ABSENT,
    "GET /api/v1/openapi.json": PUBLIC,
    "GET /api/v1/knowledge/articles": PUBLIC,
    "GET /api/v1/knowledge/articles/{text}": PUBLIC,
    "GET /api/v1/knowledge/tools": PUBLIC,
    "GET /api/v1/knowledge/tools/{tool}": PUBLIC,
    "GET /api/v1/knowledge/questions": PUBLIC,
    "GET /api/v1/knowledge/topics": PUBLIC,
    "GET /api/v1/knowledge/sources": PUBLIC,
    # The link of somebody outside who reads a draft: to whoever does not hold it, it is closed
    "GET /faglesing/brukt/": PUBLIC,
    "POST /faglesing/brukt/": PUBLIC,
    # The letter: whoever holds it may read it, and only the one it is addressed to becomes a member
    "GET /nettverk/invitasjon/{letter}/": PUBLIC,
    "POST /nettverk/invitasjon/{letter}/": PUBLIC,
    "POST /nettverk/invitasjon/{letter}/ta-imot/": OWN_REDIRECT,
    # The join link: whoever has an account may ask
    "GET /nettverk/bli-med/{code}/": OWN,
    "POST /nettverk/bli-med/{code}/": OWN,
    # One's own
    "GET /hjem/": OWN,
    "GET /hjem/varsler/": OWN,
    "POST /hjem/varsler/lest/": OWN_REDIRECT,
    "GET /demo/post/": OWN,
    "GET /nettverk/": OWN,
    "GET /nettverk/nytt/": OWN,
    "POST /nettverk/nytt/": OWN,
    "GET /nettverk/pauset/1/forlat/": OWN_ABSENT,
    "POST /nettverk/pauset/1/forlat/": OWN_ABSENT,
    # The workspace
    "GET /nettverk/{fjordby}/": NETWORK,
    "GET /nettverk/{fjordby}/innstillinger/": MANAGE,
    "POST /nettverk/{fjordby}/innstillinger/": MANAGE,
    "POST /nettverk/{fjordby}/innstillinger/kommuner/": MANAGE,
    "POST /nettverk/{fjordby}/innstillinger/kommuner/{municipality}/fjern/": MANAGE_DONE,
    # Organisations
    "GET /nettverk/{fjordby}/virksomheter/": NETWORK,
    "GET /nettverk/{fjordby}/virksomheter/ny/": MANAGE,
    "POST /nettverk/{fjordby}/virksomheter/ny/": MANAGE,
    "GET /nettverk/{fjordby}/virksomheter/{organisation}/": MANAGE,
    "POST /nettverk/{fjordby}/virksomheter/{organisation}/": MANAGE,
    "POST /nettverk/{fjordby}/virksomheter/{organisation}/avslutt/": MANAGE_DONE,
    "POST /nettverk/{fjordby}/virksomheter/{organisation}/gjenoppta/": MANAGE_DONE,
    # The charter
    "GET /nettverk/{fjordby}/avtale/": NETWORK,
    "GET /nettverk/{fjordby}/avtale/{version}/": NETWORK,
    "GET /nettverk/{fjordby}/avtale/endre/": MANAGE,
    "POST /nettverk/{fjordby}/avtale/endre/": MANAGE,
    "GET /nettverk/{fjordby}/avtale/signer/": SIGN,
    "POST /nettverk/{fjordby}/avtale/signer/": SIGN,
    # Members
    "GET /nettverk/{fjordby}/medlemmer/": READ_MEMBERS,
    "POST /nettverk/{fjordby}/medlemmer/bekreft/": CONFIRM_SOME,
    "GET /nettverk/{fjordby}/medlemmer/{member}/": READ_PERSON,
    "GET /nettverk/{fjordby}/medlemmer/{member}/rolle/": MANAGE_PERSON,
    "POST /nettverk/{fjordby}/medlemmer/{member}/rolle/": MANAGE_PERSON,
    "GET /nettverk/{fjordby}/medlemmer/{member}/pause/": MANAGE_PERSON,
    "POST /nettverk/{fjordby}/medlemmer/{member}/pause/": MANAGE_PERSON_DONE,
    "POST /nettverk/{fjordby}/medlemmer/{member}/gjenoppta/": MANAGE_PERSON_DONE,
    "POST /nettverk/{fjordby}/medlemmer/{member}/bekreft/": MANAGE_PERSON_DONE,
    "GET /nettverk/{fjordby}/medlemmer/{member}/avslutt/": MANAGE_PERSON,
    "POST /nettverk/{fjordby}/medlemmer/{member}/avslutt/": MANAGE_PERSON,
    # Handover
    "GET /nettverk/{fjordby}/overlevering/": COORDINATE,
    "POST /nettverk/{fjordby}/overlevering/foresla/": COORDINATE,
    "POST /nettverk/{fjordby}/overlevering/{handover}/godta/": SUCCESSOR_ONLY,
    "POST /nettverk/{fjordby}/overlevering/{handover}/trekk/": COORDINATE_PERSON_DONE,
    # Invitations
    "GET /nettverk/{fjordby}/medlemmer/inviter/": MANAGE,
    "POST /nettverk/{fjordby}/medlemmer/inviter/": MANAGE,
    "GET /nettverk/{fjordby}/invitasjoner/": MANAGE,
    "POST /nettverk/{fjordby}/invitasjoner/{invitation}/trekk/": HIDDEN_BUT_MANAGED_DONE,
    "POST /nettverk/{fjordby}/invitasjoner/{invitation}/igjen/": HIDDEN_BUT_MANAGED_DONE,
    "GET /nettverk/{fjordby}/invitasjoner/fil/": MANAGE,
    "POST /nettverk/{fjordby}/invitasjoner/fil/": MANAGE,
    "POST /nettverk/{fjordby}/invitasjoner/fil/send/": MANAGE,
    "GET /nettverk/{fjordby}/invitasjoner/fil/eksempel/": MANAGE,
    # Requests to join
    "GET /nettverk/{fjordby}/foresporsler/": MANAGE,
    "GET /nettverk/{fjordby}/foresporsler/{request}/": HIDDEN_BUT_MANAGED,
    "POST /nettverk/{fjordby}/foresporsler/{request}/": HIDDEN_BUT_MANAGED,
    "POST /nettverk/{fjordby}/foresporsler/{request}/avsla/": HIDDEN_BUT_MANAGED_DONE,
    "POST /nettverk/{fjordby}/foresporsler/lenke/": MANAGE_DONE,
    "POST /nettverk/{fjordby}/foresporsler/lenke/steng/": MANAGE_DONE,
    # Guests
    "GET /nettverk/{fjordby}/gjester/": READ_MEMBERS,
    "GET /nettverk/{fjordby}/gjester/slipp-inn/": COORDINATE,
    "POST /nettverk/{fjordby}/gjester/slipp-inn/": COORDINATE,
    "GET /nettverk/{fjordby}/gjester/{visit}/forny/": COORDINATE_PERSON,
    "POST /nettverk/{fjordby}/gjester/{visit}/forny/": COORDINATE_PERSON,
    "POST /nettverk/{fjordby}/gjester/{visit}/avslutt/": COORDINATE_PERSON_DONE,
    # Rooms: those who talk see their own, and a room only those placed in it; not even the coordinator without a place
    "GET /nettverk/{fjordby}/samtaler/": NETWORK,
    "GET /nettverk/{fjordby}/samtaler/nytt/": TALKERS,
    "POST /nettverk/{fjordby}/samtaler/nytt/": TALKERS,
    **{
        f"GET /nettverk/{{fjordby}}/samtaler/{{room}}/{rest}": PLACED
        for rest in ("", "folk/", "{topic}/", "{topic}/{said}/")
    },
    "POST /nettverk/{fjordby}/samtaler/{room}/folk/": PLACED,
    "POST /nettverk/{fjordby}/samtaler/{room}/folk/{placement}/ut/": PLACED_DONE,
    "POST /nettverk/{fjordby}/samtaler/{room}/folk/{placement}/ansvar/": PLACED_DONE,
    "POST /nettverk/{fjordby}/samtaler/{room}/stram-inn/": PLACED_DONE,
    "POST /nettverk/{fjordby}/samtaler/{room}/pause/": PLACED_DONE,
    "POST /nettverk/{fjordby}/samtaler/{room}/gjenoppta/": PLACED_DONE,
    **{
        f"{method} /nettverk/{{fjordby}}/samtaler/{{room}}/{rest}/": PLACED
        for method in ("GET", "POST")
        for rest in ("lukk", "behold")
    },
    "POST /nettverk/{fjordby}/samtaler/{room}/behold/slipp/": PLACED_DONE,
    "POST /nettverk/{fjordby}/samtaler/{room}/emne/": PLACED,
    "POST /nettverk/{fjordby}/samtaler/{room}/{topic}/lukk/": PLACED_DONE,
    "POST /nettverk/{fjordby}/samtaler/{room}/{topic}/si/": PLACED,
    "GET /nettverk/{fjordby}/samtaler/{room}/{topic}/nytt/": expect({422: COORDINATOR}),
    "GET /nettverk/{fjordby}/samtaler/{room}/{topic}/{filed}/fil/{attachment}/": PLACED,
    "GET /nettverk/{fjordby}/samtaler/sok/": READ_MEMBERS,
    "GET /nettverk/{fjordby}/samtaler/fagstoff/": expect({200: READERS, 403: {"observer"}}),
    "POST /nettverk/{fjordby}/samtaler/{room}/{topic}/lest/": PLACED_DONE,
    "POST /nettverk/{fjordby}/samtaler/{room}/{topic}/demp/": PLACED_DONE,
    "POST /nettverk/{fjordby}/samtaler/{room}/{topic}/utkast/": expect({204: COORDINATOR}),
    "POST /nettverk/{fjordby}/samtaler/{room}/{topic}/{said}/": PLACED,
    "POST /nettverk/{fjordby}/samtaler/{room}/{topic}/{said}/slett/": PLACED_DONE,
    "POST /nettverk/{fjordby}/samtaler/{room}/{topic}/{said}/skjul/": PLACED_DONE,
    "POST /nettverk/{fjordby}/samtaler/{room}/{topic}/{said}/las/": PLACED_DONE,
    "POST /nettverk/{fjordby}/samtaler/{room}/{topic}/{said}/tegn/": expect({422: COORDINATOR}),
    # Packages for the archive
    "POST /nettverk/{fjordby}/samtaler/{room}/pakke/": PLACED,
    "GET /nettverk/{fjordby}/samtaler/{room}/saksdokumenter/": PLACED,
    "POST /nettverk/{fjordby}/samtaler/{room}/saksdokumenter/{document}/pakke/": PLACED,
    "POST /nettverk/{fjordby}/samtaler/{room}/saksdokumenter/{document}/mottatt/": PLACED_DONE,
    "GET /nettverk/{fjordby}/samtaler/{room}/{topic}/{said}/saksdokument/": PLACED,
    "POST /nettverk/{fjordby}/samtaler/{room}/{topic}/{said}/saksdokument/": PLACED,
    "POST /nettverk/{fjordby}/samtaler/{room}/saksdokumenter/{document}/angre/": PLACED_DONE,
    # Reports: shown to those who answer for the network, who need no place in the room
    "GET /nettverk/{fjordby}/samtaler/{room}/{topic}/{said}/meld/": expect({403: COORDINATOR}),  # her own words
    "POST /nettverk/{fjordby}/samtaler/{room}/{topic}/{said}/meld/": expect({403: COORDINATOR}),
    "GET /nettverk/{fjordby}/meldt/": READ_MEMBERS,
    "GET /nettverk/{fjordby}/meldt/{report}/": expect({200: {"coordinator", "deputy"}}),
    "POST /nettverk/{fjordby}/meldt/{report}/svar/": expect({200: {"coordinator", "deputy"}}),
    # Insight
    "GET /nettverk/{fjordby}/innsyn/": MANAGE,
    "POST /nettverk/{fjordby}/innsyn/fil/": COORDINATE,
    "GET /nettverk/{fjordby}/tilgang/": NETWORK,
    "GET /nettverk/{fjordby}/tilgang/hvem/": READ_MEMBERS,
    # The account
    "GET /konto/": OWN,
    "POST /konto/": OWN,
    "GET /konto/varsler/": OWN,
    "POST /konto/varsler/": OWN,
    "GET /konto/varsler/stopp/{stop}/": PUBLIC,
    "POST /konto/varsler/stopp/{stop}/": PUBLIC,
    "POST /konto/varsler/nettleser/": expect({422: SIGNED_IN}),
    "POST /konto/varsler/nettleser/fjern/": OWN_REDIRECT,
    "GET /varsler.js": PUBLIC,
    "GET /konto/okter/": OWN,
    "POST /konto/okter/unknown/avslutt/": OWN_REDIRECT,
    "POST /konto/okter/andre/avslutt/": OWN_REDIRECT,
    "GET /konto/logg-inn/": expect({302: SIGNED_IN}, nobody=200),
    "POST /konto/logg-inn/": expect({302: SIGNED_IN}, nobody=200),
    "GET /konto/logg-inn/nokkel/": PUBLIC_REDIRECT,
    "POST /konto/logg-inn/nokkel/": PUBLIC_REDIRECT,
    "GET /konto/logg-ut/": OWN,
    "POST /konto/logg-ut/": OWN_REDIRECT,
    "GET /konto/stengt/": PUBLIC,
    "GET /konto/bekreft/": NOT_PROVED,
    "POST /konto/bekreft/": NOT_PROVED,
    "GET /konto/bekreftet/": OWN_REDIRECT,
    "GET /konto/inn/avbrutt/": PUBLIC,
    "GET /konto/inn/unknown/": PUBLIC_ABSENT,
    "GET /konto/inn/unknown/svar/": PUBLIC_ABSENT,
    "GET /konto/sikkerhet/identitet/": OWN,
    "POST /konto/sikkerhet/identitet/": OWN,
    "GET /konto/passord/": OWN_REDIRECT,
    "POST /konto/passord/": OWN_REDIRECT,
    "GET /konto/passord/velg/": OWN,
    "POST /konto/passord/velg/": OWN,
    "GET /konto/passord/glemt/": PUBLIC,
    "POST /konto/passord/glemt/": PUBLIC,
    "GET /konto/passord/glemt/sendt/": PUBLIC,
    "GET /konto/passord/glemt/1-x/": PUBLIC,
    "POST /konto/passord/glemt/1-x/": PUBLIC,
    "GET /konto/passord/glemt/ferdig/": PUBLIC,
    "GET /konto/sikkerhet/": OWN,
    "GET /konto/sikkerhet/kode/": PUBLIC_REDIRECT,
    "POST /konto/sikkerhet/kode/": PUBLIC_REDIRECT,
    "GET /konto/sikkerhet/bekreft/": NOT_PROVED,
    "POST /konto/sikkerhet/bekreft/": NOT_PROVED,
    "GET /konto/sikkerhet/app/": OWN,
    "POST /konto/sikkerhet/app/": OWN,
    "GET /konto/sikkerhet/app/fjern/": OWN_ABSENT,
    "POST /konto/sikkerhet/app/fjern/": OWN_ABSENT,
    "GET /konto/sikkerhet/reservekoder/": OWN_ABSENT,
    "GET /konto/sikkerhet/reservekoder/nye/": OWN,
    "POST /konto/sikkerhet/reservekoder/nye/": OWN,
    "GET /konto/sikkerhet/reservekoder/fil/": OWN_ABSENT,
    "POST /konto/sikkerhet/reservekoder/fil/": OWN_ABSENT,
    "GET /konto/sikkerhet/nokler/": OWN,
    "GET /konto/sikkerhet/nokler/ny/": OWN,
    "POST /konto/sikkerhet/nokler/ny/": OWN,
    "GET /konto/sikkerhet/nokler/bekreft/": NOT_PROVED,
    "POST /konto/sikkerhet/nokler/bekreft/": NOT_PROVED,
    "GET /konto/sikkerhet/nokler/1/": OWN_ABSENT,
    "POST /konto/sikkerhet/nokler/1/": OWN_ABSENT,
    "GET /konto/sikkerhet/nokler/1/fjern/": OWN_ABSENT,
    "POST /konto/sikkerhet/nokler/1/fjern/": OWN_ABSENT,
}

SENDING: dict[str, dict[str, str]] = {
    "POST /demo/sign-in/": {"persona": "member"},
    "POST /konto/sprak/": {"language": "nn", "next": "/"},
}

# Every view that says `public`, and why it may. A view that says so without a line here fails.
WHY_PUBLIC = {
    "": "The front page tells what the portal is; it reads nothing private.",
    "komponenter/": "The building blocks, in a demo only; 404 elsewhere.",
    "kommuner/": "Municipalities are public facts.",
    "kommuner/regioner/": "So are the centres that serve them.",
    "kommuner/<str:number>/": "The same.",
    "<address:address>": "What has been published is everybody's.",
    "fagstoff/<uuid:key>/": "The address of a published text that stays; a draft's is absent.",
    "fagstoff/<uuid:key>/stem/": "Counts whether a published text helped, and nothing about who says so.",
    "filer/<path:name>": "Films and pictures of published texts; others are absent.",
    "sok/": "Finds what is published.",
    "sok/forslag/": "The same, while one types.",
    "kommuner/kommune/<str:number>/": "Municipalities are public facts.",
    "nytt/alt.atom": "What is published, for feed readers.",
    "nytt/aktuelt.atom": "The same.",
    "sitemap.xml": "The addresses of what is published.",
    "robots.txt": "What robots may visit.",
    "api/v1/": "Absent to all; the name under which the read API stands.",
    "api/v1/openapi.json": "Describes the open data.",
    **{
        f"api/v1/knowledge/{name}": "Open data: what is published."
        for name in (
            "articles",
            "articles/<uuidstr:key>",
            "tools",
            "tools/<uuidstr:key>",
            "questions",
            "topics",
            "sources",
        )
    },
    "faglesing/<str:token>/": "Whoever holds the link reads one version of a draft, once and for fourteen days.",
    "livez": "The proxy asks whether the process lives.",
    "readyz": "The proxy asks whether the database answers.",
    "demo/sign-in/": "Signs in as fictional people, in a demo only; 404 elsewhere.",
    "konto/sprak/": "A choice of language is kept in a cookie for who has no account.",
    "konto/varsler/stopp/<str:token>/": "Whoever holds the link from a letter stops such letters, and opens nothing by it.",
    "varsler.js": "The script that shows that there is news; what it shows is the same for all.",
    "konto/logg-inn/": "One is not signed in yet.",
    "konto/logg-inn/nokkel/": "One is not signed in yet.",
    "konto/inn/avbrutt/": "Says that signing in by a provider was broken off.",
    "konto/inn/<slug:provider_id>/": "Leads to the provider; one is not signed in yet.",
    "konto/inn/<slug:provider_id>/svar/": "Back from the provider, held against what this browser's session kept.",
    "konto/sikkerhet/kode/": "The second step of signing in; redirects whoever has not taken the first.",
    "konto/logg-ut/": "Signs out whoever is in; sends on whoever is not.",
    "konto/stengt/": "Says that an account is closed, without naming any.",
    "konto/passord/glemt/": "One cannot sign in; the answer is the same for every address.",
    "konto/passord/glemt/sendt/": "The same.",
    "konto/passord/glemt/(?P<uidb36>[0-9a-z]+)-(?P<key>.+)/$": "Whoever holds the key from the letter.",
    "konto/passord/glemt/ferdig/": "The same.",
    "nettverk/invitasjon/<str:token>/": "Whoever holds the letter's 256 bits; it shows what the letter says.",
}
# What one may send on an old proof. Everything else sent to a network asks for one that is five minutes old at most.
WHY_NO_PROOF = {
    "kommuner/<str:number>/rett/": "Which centre serves a county is a public fact, and the older line is kept.",
    "nettverk/invitasjon/<str:token>/": "Whoever answers the letter makes her account there: she has nothing to prove yet.",
    "nettverk/invitasjon/<str:token>/ta-imot/": "Comes right after signing in or enrolling, and concerns only oneself.",
    "nettverk/bli-med/<str:code>/": "Asks only; whoever answers is asked for a proof.",
    **{
        f"nettverk/<slug:slug>/samtaler/{rest}": "Talk among those who are placed there; nobody comes into the network by it."
        for rest in (
            "nytt/",
            *(
                f"<int:room_id>/{rest}"
                for rest in (
                    "folk/",
                    "stram-inn/",
                    "lukk/",
                    "behold/",
                    "behold/slipp/",
                    "pause/",
                    "gjenoppta/",
                    "emne/",
                )
            ),
            *(f"<int:room_id>/folk/<int:placement_id>/{rest}" for rest in ("ut/", "ansvar/")),
            *(f"<int:room_id>/saksdokumenter/<int:document_id>/{rest}" for rest in ("mottatt/", "angre/")),
            *(f"<int:room_id>/<int:topic_id>/{rest}" for rest in ("lukk/", "si/", "lest/", "demp/", "utkast/")),
            *(
                f"<int:room_id>/<int:topic_id>/<int:number>/{rest}"
                for rest in ("", "slett/", "skjul/", "las/", "tegn/", "saksdokument/", "meld/")
            ),
        )
    },
    "nettverk/<slug:slug>/meldt/<int:report_id>/svar/": "At most hides a message, or shows it again to those who could read it.",
    "nettverk/<slug:slug>/invitasjoner/fil/": "Shows the lines of a file. Sending them is the step after it, and asks.",
}
# Not held to 405 for PUT, PATCH and DELETE: allauth's form views read a PUT as a POST, behind the same checks.
ALLAUTH = "konto/"
