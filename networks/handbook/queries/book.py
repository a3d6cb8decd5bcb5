"""What is printed of a network: one card, or everything in force with the contact list."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from networks.directory.models import Network
from networks.functions.queries import contact_list, holders
from networks.handbook.queries.cards import Told, card, day, exits, person
from networks.routines import access as routines
from networks.routines.choices import Shelf
from networks.routines.models import RoutineVersion
from networks.steps.choices import Kind
from networks.versions.choices import VersionState
from portal.accounts.models import User
from portal.bootstrap import ROOT
from portal.ui.documents import pdf

PAPER = "networks/handbook/paper.typ"
STYLE = ROOT / "networks" / "handbook" / "data" / "handbook.css"


def card_paper(user: User, network: Network, version: RoutineVersion, *, at: datetime) -> bytes:
    """One version in force as a PDF: a page, where it fits. Two queries."""
    told = common(user, network, str(Kind(version.routine.kind).label), at) | {
        "cards": [card(version, holders(user, network))],
        "book": None,
    }
    return pdf(PAPER, told, made_at=at)


def book_paper(user: User, network: Network, *, at: datetime) -> bytes:
    return pdf(PAPER, book(user, network, at=at), made_at=at)


def book_page(user: User, network: Network, *, at: datetime) -> str:
    """The same as one file that needs nothing beside it: it opens where no system does."""
    told = {**book(user, network, at=at), "style": format_html("<style>{}</style>", STYLE.read_text())}
    return render_to_string("networks/handbook/handbook.html", told)


def book(user: User, network: Network, *, at: datetime) -> dict[str, object]:
    """Five queries, however many routines there are."""
    listed, held = contact_list(user, network), holders(user, network)
    return common(user, network, _("Handbook"), at) | {
        "cards": [card(version, held) for version in in_force(user, network)],
        "book": {
            "vacant": [line.name for line in listed.vacant],
            "functions": [
                {"name": line.name, "people": [person(holder) for holder in line.holders]} for line in listed.held
            ],
        },
    }


def in_force(user: User, network: Network) -> list[RoutineVersion]:
    """The cards first: they are looked for in a hurry. Then by name."""
    found = routines.versions_visible_to(user).filter(
        network=network, state=VersionState.PUBLISHED, routine__shelf=Shelf.IN_USE
    )
    return sorted(
        found.select_related("routine"), key=lambda version: (version.routine.kind != Kind.CARD, version.title)
    )


def common(user: User, network: Network, title: str, at: datetime) -> dict[str, object]:
    return {
        "language": (get_language() or "nb").split("-")[0],
        "title": title,
        "network": network.name,
        "by": user.name,
        "printed": _("Printed %(day)s") % {"day": day(timezone.localtime(at).date())},
        "exits": exits(),
        "words": words(),
    }


def words() -> Told:
    return {
        "contents": _("Contents"),
        "contacts": _("Contact list"),
        "vacant": _("Nobody holds these yet"),
        "function": _("Function"),
        "who": _("Who"),
        "reached": _("Reached at"),
        "responsible": _("Responsible"),
        "ways_out": _("Call first, write afterwards"),
        "page": _("Page {n} of {m}"),
        "handle": _("It holds names and phone numbers. Throw away the old one when you print a new one."),
        "nothing": _("No routine is in force yet."),
    }
