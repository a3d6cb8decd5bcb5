"""How each service of routines and of their library is called."""

from collections.abc import Callable
from functools import partial
from typing import Any

from networks.directory.models import Network
from networks.library import services as library
from networks.library.models import LibraryVersion
from networks.routines import access, services
from networks.routines.models import Routine, RoutineVersion
from networks.routines.queries.news import news
from networks.steps.editing import reworded
from networks.steps.exchange import Document
from networks.steps.merge import Choice, Decision
from portal.accounts.models import User
from portal.tenancy.context import acting_as
from tests.contracts import things_routines as things
from tests.contracts.things import canary, membership, routine

Call = Callable[[], Any]
KEY = "eksempel"


def drafted(network: Network, by: User) -> RoutineVersion:
    return things.open_of(things.adopted(network, by, canary(network), key=KEY))


def waiting(network: Network, by: User) -> tuple[RoutineVersion, User]:
    """With its second reader."""
    reader = membership(network, by, "reader").user
    return things.sent(network, by, reader, canary(network), key=KEY), reader


def adopt(network: Network, by: User) -> Call:
    return partial(services.adopt, network=network, version=things.published(KEY, things.FIRST), by=by)


def read_in(network: Network, by: User) -> Call:
    """From another network, of what the library has never had."""
    document = Document("rutine-9-9", "routine", "nb", things.FIRST, 3, owner="Another")
    return partial(services.read_in, network=network, document=document, by=by)


def take_out(network: Network, by: User) -> Call:
    version = access.get_version_or_404(by, network.slug, routine(network, by).pk, 1)
    return partial(services.take_out, version=version, by=by)


def change(network: Network, by: User) -> Call:
    how = partial(reworded, key=things.STEP, text="Anew")
    return partial(services.change, version=drafted(network, by), how=how, by=by)


def look_at_news(network: Network, by: User) -> Call:
    version = drafted(network, by)
    return partial(services.look_at_news, version=version, news=things.published(KEY, things.SECOND), by=by)


def decide(network: Network, by: User) -> Call:
    version = things.open_of(routine(network, by))
    return partial(services.decide, version=version, decided={"andre": Decision(Choice.TAKE)}, by=by)


def take_in(network: Network, by: User) -> Call:
    version = things.open_of(routine(network, by))
    decided = {each.item.id: Decision(Choice.LEAVE) for each in news(version).open}
    services.decide(version=version, decided=decided, by=by)
    return partial(services.take_in, version=version, by=by)


def send(network: Network, by: User) -> Call:
    reader = membership(network, by, "reader").user
    version = drafted(network, by)
    return partial(services.send, version=version, reader=reader, note="New", review_on=things.REVIEW, by=by)


def take_back(network: Network, by: User) -> Call:
    version, _reader = waiting(network, by)
    return partial(services.take_back, version=version, by=by)


def as_reader(network: Network, by: User, service: Callable[..., Any], **told: Any) -> Call:
    version, reader = waiting(network, by)

    def acting() -> None:
        with acting_as(reader.pk):
            service(version=version, **told, by=reader)

    return acting


def put_away(network: Network, by: User) -> Call:
    return partial(services.put_away, routine=routine(network, by), by=by)


def take_up(network: Network, by: User) -> Call:
    made: Routine = routine(network, by)
    services.put_away(routine=made, by=by)
    return partial(services.take_up, routine=made, by=by)


def at_the_desk(service: Callable[..., Any], *, other: str = "", is_sent: bool = False, **told: Any) -> Call:
    """By a supervisor, of a draft that the first one wrote."""
    by = things.supervisor()
    with acting_as(by.pk):
        version = library.write(document=Document(KEY, "routine", "nb", things.FIRST), by=by)
        if is_sent:
            library.send(version=version, note="New", significance="small", review_on=things.REVIEW, by=by)
    who = things.supervisor(other)

    def acting() -> None:
        with acting_as(who.pk):
            service(version=LibraryVersion.objects.get(pk=version.pk), **told, by=who)

    return acting


def write(network: Network, by: User) -> Call:
    who = things.supervisor()

    def acting() -> None:
        with acting_as(who.pk):
            library.write(document=Document(KEY, "routine", "nb", things.FIRST), by=who)

    return acting


def write_new(network: Network, by: User) -> Call:
    who = things.supervisor()
    told = {"kind": "routine", "language": "nb", "title": "New"}

    def acting() -> None:
        with acting_as(who.pk):
            library.write_new(**told, by=who)

    return acting


def start_library_version(network: Network, by: User) -> Call:
    who = things.supervisor()
    with acting_as(who.pk):
        held = library.write(document=Document(KEY, "routine", "nb", things.FIRST), by=who).routine

    def acting() -> None:
        with acting_as(who.pk):
            library.start_version(routine=held, by=who)

    return acting


SENT: dict[str, Any] = {"note": "New", "significance": "small", "review_on": things.REVIEW}
EXAMPLES: dict[str, Callable[[Network, User], Call]] = {
    "networks.routines.services.adopt": adopt,
    "networks.routines.services.write_new": lambda network, by: partial(
        services.write_new, network=network, kind="card", title=canary(network), by=by
    ),
    "networks.routines.services.read_in": read_in,
    "networks.routines.services.take_out": take_out,
    "networks.routines.services.start_version": lambda network, by: partial(
        services.start_version, routine=routine(network, by), by=by
    ),
    "networks.routines.services.change": change,
    "networks.routines.services.look_at_news": look_at_news,
    "networks.routines.services.decide": decide,
    "networks.routines.services.take_in": take_in,
    "networks.routines.services.send": send,
    "networks.routines.services.take_back": take_back,
    "networks.routines.services.discard": lambda network, by: partial(
        services.discard, version=drafted(network, by), by=by
    ),
    "networks.routines.services.publish": lambda network, by: as_reader(network, by, services.publish),
    "networks.routines.services.send_back": lambda network, by: as_reader(network, by, services.send_back, remark="No"),
    "networks.routines.services.put_away": put_away,
    "networks.routines.services.take_up": take_up,
    "networks.library.services.write": write,
    "networks.library.services.write_new": write_new,
    "networks.library.services.start_version": start_library_version,
    "networks.library.services.change": lambda network, by: at_the_desk(
        library.change, how=lambda content: reworded(content, "", title="Other")
    ),
    "networks.library.services.send": lambda network, by: at_the_desk(library.send, **SENT),
    "networks.library.services.take_back": lambda network, by: at_the_desk(library.take_back, is_sent=True),
    "networks.library.services.discard": lambda network, by: at_the_desk(library.discard),
    "networks.library.services.publish": lambda network, by: at_the_desk(
        library.publish, other="-expired", is_sent=True
    ),
    "networks.library.services.send_back": lambda network, by: at_the_desk(
        library.send_back, other="-expired", is_sent=True, remark="No"
    ),
}
# A draft names its hands itself, and what is only looked at is no deed; the library is of no network.
NO_ENTRY = {
    "networks.routines.services.start_version",
    "networks.routines.services.change",
    "networks.routines.services.look_at_news",
    "networks.routines.services.decide",
    *(name for name in EXAMPLES if name.startswith("networks.library.")),
}
