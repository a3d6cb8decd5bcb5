"""Talk in the demo's networks: a few rooms, in which fictional people speak of nobody in particular."""

from uuid import uuid4

from networks.directory.models import Network
from networks.discussion import services as discussion
from networks.discussion.choices import Mode, Part
from networks.discussion.models import Room
from portal.accounts.models import User
from portal.tenancy.context import acting_as

Cast = dict[str, User]
Talk = tuple[tuple[str, str], ...]

SCHOOL: Talk = (
    ("member", "Jeg er usikker på en elev på ungdomstrinnet. Over noen måneder har vedkommende trukket seg unna det som "
     "før var viktig, og møter oss med ferdige svar. Det er endringen som uroer meg, ikke meningene."),
    ("ase.lund", "Fint at du tar det opp. Hvem stoler hun eller han på i dag? Det er ofte den som bør ta den første praten."),
    ("member", "Det er treneren, tror jeg. Vi møtes på **fjordkanari** torsdag, så kan vi lage en plan sammen."),
    ("contact", "Vi har ikke noe å legge til nå. Ring meg direkte om det haster."),
    ("supervisor", "En måte å begynne på er å lage to bilder sammen:\n\n- Hva er det beste som kan skje de neste månedene?\n"
     "- Hva er vi redde for?\n\nSå ser dere hva som skal til for det første."),
)  # fmt: skip
AUTUMN: Talk = (
    ("coordinator", "Hva trenger vi å øve på sammen i høst? Jeg samler forslag her, til samlingen i fjordkanari."),
    ("mona.vik", "Hva vi kan si til hverandre, og når. Det spør alle nye om."),
)
WOODS: Talk = (
    ("outsider-coordinator", "Hvem tar imot den første telefonen når det er kveld? Vi tar det i skogkanari."),
)
COAST: Talk = (("berit.krag", "Hvem møter den som slipper ut på en fredag? Vi tar det i kystkanari."),)


def lay_rooms(cast: Cast, network: Network) -> None:
    """Acting as the network's founder."""
    LAID[network.slug](cast, network)


def say(cast: Cast, room: Room, title: str, talk: Talk) -> None:
    (first, body), *rest = talk
    with acting_as(cast[first].pk):
        topic = discussion.start_topic(room=room, title=title, body=body, client_id=uuid4(), by=cast[first])
    for who, text in rest:
        with acting_as(cast[who].pk):
            discussion.say(topic=topic, body=text, client_id=uuid4(), by=cast[who])


def fjordby(cast: Cast, network: Network) -> None:
    by = cast["coordinator"]
    people = [cast[who].pk for who in ("member", "contact", "ase.lund", "mona.vik")]
    room = discussion.open_room(network=network, name="Drøfting 14", mode=Mode.ANONYMOUS, people=people, by=by)
    discussion.place(room=room, person_id=cast["supervisor"].pk, part=Part.ADVISER, whole=True, by=by)
    say(cast, room, "En elev som trekker seg unna", SCHOOL)
    common = [cast[who].pk for who in ("deputy", "contact", "member", "mentor", "mona.vik", "ase.lund", "arne.dale")]
    plans = discussion.open_room(network=network, name="Planer", mode=Mode.ANONYMOUS, people=common, by=by)
    say(cast, plans, "Hva vi øver på i høst", AUTUMN)


def skogdal(cast: Cast, network: Network) -> None:
    by = cast["outsider-coordinator"]
    people = [cast["tor.helge.moen"].pk]
    room = discussion.open_room(network=network, name="Drøfting 3", mode=Mode.ANONYMOUS, people=people, by=by)
    say(cast, room, "Vakt på kveldstid", WOODS)


def kysten(cast: Cast, network: Network) -> None:
    by = cast["berit.krag"]
    people = [cast["solveig.ness"].pk]
    room = discussion.open_room(network=network, name="Drøfting 1", mode=Mode.ANONYMOUS, people=people, by=by)
    say(cast, room, "Overganger", COAST)


LAID = {"fjordby": fjordby, "skogdal-og-elvestad": skogdal, "kystnettverket": kysten}
