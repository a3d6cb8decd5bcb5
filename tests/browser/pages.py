"""Every page a browser must look at, and as whom. A new page is one line here; test_rows.py misses the one without.

Words in braces are those of scene.py, and who stands beside the demo's people is made there too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Scheme = Literal["light", "dark"]
WIDTHS = (320, 768, 1280)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class Page:
    """`sent` is written into the page's form, which is then sent: what is looked at is the answer.

    `face` replaces what the address says: pages that come only when something is broken.
    """

    path: str
    persona: str = ""
    status: int = 200
    sent: Mapping[str, str] | None = field(default=None, hash=False)
    face: str = ""
    called: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.path, self.persona or "nobody", self.called or self.face)))

    @property
    def file(self) -> str:
        name = self.path.strip("/").translate(str.maketrans("/?=", "__-", "{}%")) or "forside"
        return "-".join(filter(None, (name, self.persona or "nobody", self.called or self.face)))


FJORDBY, SKOGDAL, NYVIK = "/nettverk/fjordby", "/nettverk/skogdal-og-elvestad", "/nettverk/nyvik"
SHEET = """e-post;virksomhet;funksjon;rolle
siri.tveit@fjordby.example;Fjordby skole;Sosiallærer;medlem
knut.aune@fjordby.example;NAV Fjordby;Ungdomskontakt;
ola.nordmann(at)fjordby.example;Fjordby skole;Lærer;medlem
gro.li@fjordby.example;Fjordby brannvesen;;leder"""

EVERYBODYS = (
    Page("/"),
    Page("/", "coordinator"),
    Page("/komponenter/"),
    Page("/kommuner/"),
    Page("/kommuner/?navn=nord"),
    Page("/kommuner/?navn=xyz"),
    Page("/kommuner/regioner/"),
    Page("/kommuner/11/"),
    Page("/kommuner/11/rett/", "supervisor"),
    Page("/fenomenkunnskap/"),
    Page("/fenomenkunnskap/bekymret-for-en-elev/"),
    Page("/nettverk-og-veiledning/tverrfaglig-nettverk/", "coordinator"),
    Page("/ressurser/mentor-i-gang/"),
    Page("/ressurser/"),
    Page("/ressurser/scenariearbeid/"),
    Page("/ressurser/samtale-med-foreldre/", "coordinator"),
    Page("/ressurser/sov-du-godt/"),
    Page("/ofte-spurt/"),
    Page("/ofte-spurt/drofte-anonymt/"),
    Page("/aktuelt/"),
    Page("/rvts/nord/"),
    Page("/tilgjengelighet/"),
    Page("/sok/"),
    Page("/sok/?q=mentor"),
    Page("/sok/?q=radikalisring&type=article"),
    Page("/sok/?q=qwertyxyz"),
    Page("/kommuner/kommune/5612/"),
    Page("/faglesing/{outside}/"),
    Page("/faglesing/{outside}/", sent=NOTHING, called="refused"),
    Page("/faglesing/brukt/"),
    Page("/finnes-ikke/", status=404),
    Page("/konto/stengt/", status=503, face="503"),
    Page("/?navn=%00", status=400),
    Page("/konto/stengt/", status=500, face="500"),
    Page("/konto/logg-inn/", status=429, face="429"),
)
ACCOUNTS = (
    Page("/konto/logg-inn/"),
    Page("/konto/logg-inn/?next=/nettverk/bli-med/{code}/"),
    Page("/konto/logg-inn/?next=/nettverk/nytt/"),
    Page("/konto/logg-inn/", sent={"login": "kari@fjordby.example", "password": "feil"}, called="refused"),
    Page("/konto/logg-ut/", "coordinator"),
    Page("/konto/stengt/"),
    Page("/konto/inn/avbrutt/"),
    Page("/konto/", "coordinator"),
    Page("/konto/", "bo"),
    Page("/konto/varsler/", "coordinator"),
    Page("/konto/varsler/stopp/{stop}/"),
    Page("/konto/varsler/stopp/{stop}/", sent=NOTHING, called="stopped"),
    Page("/konto/okter/", "coordinator"),
    Page("/konto/bekreft/", "ada"),
    Page("/konto/passord/", "ada"),
    Page("/konto/passord/velg/", "coordinator"),
    Page("/konto/passord/glemt/"),
    Page("/konto/passord/glemt/sendt/"),
    Page("{reset}"),
    Page("/konto/passord/glemt/1-x/"),
    Page("/konto/passord/glemt/ferdig/"),
    Page("/konto/sikkerhet/", "coordinator"),
    Page("/konto/sikkerhet/", "bo"),
    Page("/konto/sikkerhet/", "cecilie-half"),
    Page("/konto/sikkerhet/kode/", "ada-half"),
    Page("/konto/sikkerhet/bekreft/", "ada"),
    Page("/konto/sikkerhet/app/", "cecilie-half"),
    Page("/konto/sikkerhet/app/fjern/", "bo"),
    Page("/konto/sikkerhet/reservekoder/", "ada"),
    Page("/konto/sikkerhet/reservekoder/nye/", "ada"),
    Page("/konto/sikkerhet/nokler/", "coordinator"),
    Page("/konto/sikkerhet/nokler/", "bo"),
    Page("/konto/sikkerhet/nokler/ny/", "cecilie-half"),
    Page("/konto/sikkerhet/nokler/bekreft/", "ada"),
    Page("/konto/sikkerhet/nokler/{passkey}/", "bo"),
    Page("/konto/sikkerhet/nokler/{passkey}/fjern/", "bo"),
    Page("/konto/sikkerhet/identitet/", "ada"),
)
OWN = (
    *(Page("/hjem/", who) for who in ("coordinator", "contact", "member", "supervisor", "stranger")),
    Page("/hjem/", "supervisor-expired"),
    Page("/hjem/", "editor"),
    *(Page("/hjem/varsler/", who) for who in ("stranger", "outsider-coordinator")),
    Page("/demo/post/", "coordinator"),
    Page("/nettverk/", "coordinator"),
    Page("/nettverk/", "stranger"),
    Page("/nettverk/", "nils"),
    Page("/hjem/", "nils"),
    Page("/nettverk/pauset/{paused}/forlat/", "nils"),
    Page("/nettverk/nytt/", "stranger"),
    Page("/nettverk/nytt/", "stranger", sent=NOTHING, called="refused"),
    Page("/nettverk/bli-med/{code}/", "stranger"),
    Page("/nettverk/bli-med/{code}/", "member"),
    Page("/nettverk/invitasjon/{letter}/"),
    Page("/nettverk/invitasjon/{letter}/", "member"),
    Page("/nettverk/invitasjon/{letter_known}/"),
    Page("/nettverk/invitasjon/{letter_known}/", "stranger"),
    Page("/nettverk/invitasjon/{letter_used}/"),
    Page("/nettverk/invitasjon/{letter_revoked}/"),
    Page("/nettverk/invitasjon/{letter_expired}/"),
)
WORKSPACE = (
    *(Page(f"{FJORDBY}/", who) for who in ("coordinator", "contact", "member", "observer", "supervisor")),
    Page(f"{FJORDBY}/", "stranger", status=404),
    Page(f"{SKOGDAL}/", "outsider-coordinator"),
    Page(f"{NYVIK}/", "editor"),
    *(Page(f"{FJORDBY}/virksomheter/", who) for who in ("coordinator", "observer")),
    Page(f"{FJORDBY}/virksomheter/ny/", "coordinator"),
    Page(f"{FJORDBY}/virksomheter/{{organisation}}/", "coordinator"),
    *(Page(f"{FJORDBY}/avtale/", who) for who in ("coordinator", "contact", "member")),
    Page(f"{SKOGDAL}/avtale/", "outsider-coordinator"),
    Page(f"{SKOGDAL}/avtale/{{version}}/", "outsider-coordinator"),
    Page(f"{NYVIK}/avtale/", "editor"),
    Page(f"{FJORDBY}/avtale/endre/", "coordinator"),
    Page(f"{FJORDBY}/avtale/signer/", "contact", called="signed"),
    Page(f"{SKOGDAL}/avtale/signer/", "outsider-coordinator"),
    Page(f"{FJORDBY}/innstillinger/", "coordinator"),
    Page(f"{FJORDBY}/innsyn/", "coordinator"),
    Page(f"{FJORDBY}/innsyn/", "deputy"),
    *(Page(f"{FJORDBY}/tilgang/", who) for who in ("coordinator", "observer")),
    Page(f"{FJORDBY}/tilgang/hvem/", "member"),
    Page(f"{FJORDBY}/gjester/", "coordinator"),
    Page(f"{FJORDBY}/gjester/", "supervisor"),
    Page(f"{NYVIK}/gjester/", "editor"),
    Page(f"{FJORDBY}/gjester/slipp-inn/", "coordinator"),
    Page(f"{FJORDBY}/gjester/{{visit}}/forny/", "coordinator"),
)
PEOPLE = (
    *(Page(f"{FJORDBY}/medlemmer/", who) for who in ("coordinator", "contact", "member")),
    Page(f"{FJORDBY}/medlemmer/?navn=xyz", "coordinator"),
    Page(f"{FJORDBY}/medlemmer/", "observer", status=403),
    Page(f"{SKOGDAL}/medlemmer/", "outsider-coordinator"),
    Page(f"{FJORDBY}/medlemmer/{{member}}/", "coordinator"),
    Page(f"{FJORDBY}/medlemmer/{{member}}/", "member"),
    Page(f"{FJORDBY}/medlemmer/{{due}}/", "coordinator"),
    Page(f"{FJORDBY}/medlemmer/{{left}}/", "coordinator"),
    Page(f"{FJORDBY}/medlemmer/{{coordinating}}/", "member"),
    Page(f"{FJORDBY}/medlemmer/{{member}}/rolle/", "coordinator"),
    Page(f"{FJORDBY}/medlemmer/{{member}}/pause/", "coordinator"),
    Page(f"{FJORDBY}/medlemmer/{{due}}/avslutt/", "coordinator"),
    Page(f"{FJORDBY}/medlemmer/{{member}}/avslutt/", "member"),
    Page(f"{FJORDBY}/overlevering/", "coordinator"),
    Page(f"{SKOGDAL}/overlevering/", "outsider-coordinator"),
    Page(f"{NYVIK}/overlevering/", "editor"),
    Page(f"{FJORDBY}/medlemmer/inviter/", "coordinator"),
    Page(f"{FJORDBY}/medlemmer/inviter/", "coordinator", sent=NOTHING, called="refused"),
    Page(f"{FJORDBY}/invitasjoner/", "coordinator"),
    Page(f"{SKOGDAL}/invitasjoner/", "outsider-coordinator"),
    Page(f"{NYVIK}/invitasjoner/", "editor"),
    Page(f"{FJORDBY}/invitasjoner/fil/", "coordinator"),
    Page(f"{FJORDBY}/invitasjoner/fil/", "coordinator", sent={"text": SHEET}, called="preview"),
    Page(f"{FJORDBY}/invitasjoner/fil/", "coordinator", sent={"text": "hei"}, called="unreadable"),
    Page(f"{FJORDBY}/foresporsler/", "coordinator"),
    Page(f"{NYVIK}/foresporsler/", "editor"),
    Page(f"{FJORDBY}/foresporsler/{{request}}/", "coordinator"),
)
TALK, IN_ROOM = f"{FJORDBY}/samtaler", f"{SKOGDAL}/samtaler/{{room}}"
KEEPER = "outsider-coordinator"
ROOMS = (
    Page(f"{TALK}/", "coordinator"),
    Page(f"{SKOGDAL}/samtaler/", KEEPER),
    Page(f"{NYVIK}/samtaler/", "editor"),
    Page(f"{TALK}/", "observer"),
    Page(f"{TALK}/sok/?q=beste", "coordinator"),
    Page(f"{TALK}/sok/?q=xyzw", "coordinator"),
    Page(f"{TALK}/nytt/", "coordinator"),
    Page(f"{TALK}/nytt/", "coordinator", sent=NOTHING, called="refused"),
    Page(f"{IN_ROOM}/", KEEPER),
    Page(f"{SKOGDAL}/samtaler/{{consent}}/", KEEPER),
    Page(f"{SKOGDAL}/samtaler/{{closed}}/", KEEPER),
    Page(f"{IN_ROOM}/folk/", KEEPER),
    Page(f"{IN_ROOM}/lukk/", KEEPER),
    Page(f"{IN_ROOM}/behold/", KEEPER),
    Page(f"{IN_ROOM}/{{topic}}/", KEEPER),
    Page(f"{IN_ROOM}/{{topic}}/{{own}}/", KEEPER),
    Page(f"{IN_ROOM}/saksdokumenter/", KEEPER),
    Page(f"{SKOGDAL}/samtaler/{{consent}}/saksdokumenter/", KEEPER),
    Page(f"{IN_ROOM}/{{topic}}/{{own}}/saksdokument/", KEEPER),
    Page(f"{IN_ROOM}/{{topic}}/{{theirs}}/meld/", KEEPER),
    Page(f"{IN_ROOM}/{{topic}}/{{own}}/meld/", KEEPER, status=403),
    Page(f"{SKOGDAL}/meldt/", KEEPER),
    Page(f"{NYVIK}/meldt/", "editor"),
    Page(f"{SKOGDAL}/meldt/{{waits}}/", KEEPER),
    Page(f"{SKOGDAL}/meldt/{{waits}}/", KEEPER, sent=NOTHING, called="refused"),
    Page(f"{SKOGDAL}/meldt/{{locked}}/", KEEPER),
    Page(f"{SKOGDAL}/meldt/{{done}}/", KEEPER),
    Page(f"{IN_ROOM}/", "coordinator", status=404),
)
ROUTINES, NEWS, READING = f"{SKOGDAL}/rutiner", f"{SKOGDAL}/rutiner/{{news}}", f"{SKOGDAL}/rutiner/{{reading}}"
LIBRARY = "/bibliotek/rutiner"
ROUTINE_PAGES = (
    Page(f"{LIBRARY}/"),
    Page(f"{LIBRARY}/sju-steg-fra-uro-til-oppfolging/"),
    Page(f"{LIBRARY}/nasjonal-fire-steg/", "coordinator"),
    Page(f"{LIBRARY}/exit-oppfolging/1/"),
    Page(f"{LIBRARY}/exit-oppfolging-nn/"),
    Page(f"{LIBRARY}/skriv/", "supervisor"),
    Page(f"{LIBRARY}/skriv/", "supervisor", sent={"text": "format: noe"}, called="refused"),
    Page(f"{LIBRARY}/skriv/ny/", "supervisor"),
    Page(f"{LIBRARY}/skriv/ny/", "supervisor", sent=NOTHING, called="refused"),
    Page(f"{LIBRARY}/{{desk}}/utkast/", "supervisor"),
    Page(f"{LIBRARY}/{{in_review}}/utkast/", "supervisor-expired"),
    Page(f"{LIBRARY}/{{desk}}/utkast/om/", "supervisor"),
    Page(f"{LIBRARY}/{{desk}}/utkast/nytt-steg/", "supervisor"),
    Page(f"{LIBRARY}/{{desk}}/utkast/nytt-steg/", "supervisor", sent=NOTHING, called="refused"),
    Page(f"{LIBRARY}/{{desk}}/utkast/steg/forste/", "supervisor"),
    Page(f"{LIBRARY}/skriv/forslag/", "supervisor"),
    Page(f"{LIBRARY}/skriv/forslag/{{suggestion}}/", "supervisor"),
    Page(f"{LIBRARY}/skriv/forslag/{{suggestion}}/", "supervisor", sent=NOTHING, called="refused"),
    Page(f"{LIBRARY}/skriv/bruk/", "supervisor"),
    Page(f"{FJORDBY}/rutiner/{{adopted}}/forslag/", "coordinator"),
    Page(f"{FJORDBY}/rutiner/{{adopted}}/forslag/steg/droft-og-velg/", "coordinator"),
    Page(f"{FJORDBY}/rutiner/{{adopted}}/forslag/steg/droft-og-velg/", "coordinator", sent=NOTHING, called="refused"),
    Page(f"{FJORDBY}/rutiner/", "coordinator"),
    Page(f"{NYVIK}/rutiner/", "editor"),
    Page(f"{ROUTINES}/", KEEPER),
    Page(f"{ROUTINES}/ny/", KEEPER),
    Page(f"{ROUTINES}/fra-fil/", KEEPER),
    Page(f"{ROUTINES}/fra-fil/", KEEPER, sent={"text": "format: noe"}, called="refused"),
    Page(f"{ROUTINES}/{{read_in}}/utkast/", KEEPER),
    Page(f"{FJORDBY}/rutiner/{{adopted}}/", "coordinator"),
    Page(f"{FJORDBY}/rutiner/{{adopted}}/versjon/1/", "member"),
    Page(f"{NEWS}/utkast/", KEEPER),
    Page(f"{NEWS}/utkast/om/", KEEPER),
    Page(f"{NEWS}/utkast/nytt-steg/", KEEPER),
    Page(f"{NEWS}/utkast/nytt-steg/", KEEPER, sent=NOTHING, called="refused"),
    Page(f"{NEWS}/utkast/steg/{{step}}/", KEEPER),
    Page(f"{NEWS}/utkast/steg/{{step}}/til-side/", KEEPER),
    Page(f"{NEWS}/utkast/send/", KEEPER),
    Page(f"{NEWS}/utkast/nytt-fra-kilden/", KEEPER),
    Page(f"{ROUTINES}/{{waiting}}/utkast/", KEEPER),
    Page(f"{ROUTINES}/{{waiting}}/utkast/les/", KEEPER, status=403),
    Page(f"{READING}/utkast/les/", KEEPER),
    Page(f"{ROUTINES}/folg/", KEEPER),
    Page(f"{NYVIK}/rutiner/folg/", "editor"),
    Page(f"{ROUTINES}/folg/?rutine={{news}}&emne=x", KEEPER),
    Page(f"{FJORDBY}/rutiner/folg/?rutine={{adopted}}&emne=rom-{{planned}}", "coordinator"),
    Page(f"{ROUTINES}/i-gang/{{run}}/", KEEPER),
    Page(f"{ROUTINES}/i-gang/{{run}}/avslutt/", KEEPER),
    Page(f"{ROUTINES}/i-gang/{{exercise}}/", KEEPER),
    *(Page(f"{FJORDBY}/funksjoner/", who) for who in ("coordinator", "member")),
    Page(f"{FJORDBY}/funksjoner/ny/?funksjon=principal", "coordinator"),
    Page(f"{FJORDBY}/funksjoner/ny/", "coordinator", sent=NOTHING, called="refused"),
    Page(f"{SKOGDAL}/funksjoner/", KEEPER),
)
YEAR = f"{SKOGDAL}/arshjul"
READINESS_PAGES = (
    Page(f"{YEAR}/", KEEPER),
    Page(f"{FJORDBY}/arshjul/", "mentor"),
    Page(f"{NYVIK}/arshjul/", "editor"),
    Page(f"{YEAR}/nytt/", KEEPER),
    Page(f"{YEAR}/nytt/", KEEPER, sent=NOTHING, called="refused"),
    Page(f"{YEAR}/{{yearly}}/", KEEPER),
    Page(f"{YEAR}/{{yearly}}/endre/", KEEPER),
    Page(f"{YEAR}/{{late}}/gjort/", KEEPER),
    Page(f"{YEAR}/{{yearly}}/fjern/", KEEPER),
    Page(f"{YEAR}/kalender/", KEEPER),
    Page(f"{YEAR}/kalender/", KEEPER, sent=NOTHING, called="made"),
)
PAGES = EVERYBODYS + ACCOUNTS + OWN + WORKSPACE + PEOPLE + ROOMS + ROUTINE_PAGES + READINESS_PAGES

# What answers GET with something else than a page of its own, and what it is instead.
NO_PAGE = {
    "kalender/<slug:token>.ics": "For calendars.",
    "bibliotek/rutiner/skjema.json": "For programs.",
    "bibliotek/rutiner/<slug:key>/<int:number>/fil/": "A file.",
    "nettverk/<slug:slug>/samtaler/<int:room_id>/<int:topic_id>/nytt/": "For the script of a topic.",
    "nettverk/<slug:slug>/samtaler/<int:room_id>/<int:topic_id>/<int:number>/fil/<int:attachment_id>/": "A file.",
    "nettverk/<slug:slug>/rutiner/<int:routine_id>/kort.pdf": "A file.",
    "nettverk/<slug:slug>/samtaler/fagstoff/": "For the script of a topic.",
    "sok/forslag/": "Part of the pages with a search field.",
    "fagstoff/<uuid:key>/": "Sends on to where the text stands.",
    "filer/<path:name>": "A file.",
    "nytt/alt.atom": "A feed.",
    "nytt/aktuelt.atom": "A feed.",
    "sitemap.xml": "For robots.",
    "robots.txt": "For robots.",
    "varsler.js": "A script.",
    "api/v1/": "Absent to all.",
    "api/v1/openapi.json": "For programs.",
    **{
        f"api/v1/knowledge/{name}": "For programs."
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
    "livez": "One word for the proxy.",
    "readyz": "One word for the proxy; 503 where the database does not answer.",
    "konto/logg-inn/nokkel/": "Sends on to the sign-in page.",
    "konto/bekreftet/": "Sends on to what was asked for.",
    "konto/inn/<slug:provider_id>/": "Sends on to the provider.",
    "konto/inn/<slug:provider_id>/svar/": "Back from the provider, and on.",
    "konto/sikkerhet/reservekoder/fil/": "A file.",
    "nettverk/<slug:slug>/invitasjoner/fil/eksempel/": "A file.",
}
