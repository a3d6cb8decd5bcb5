"""A package as it is read on paper: the words round what it holds, in the language of whoever takes it out."""

from collections.abc import Iterable
from itertools import groupby

from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from networks.archive.queries.followed import on_paper
from networks.archive.queries.moments import at, clock, day, weekday
from networks.archive.queries.package import Told
from networks.directory.choices import LegalBasis, Regime
from networks.discussion.choices import CaseDocumentState, MessageState, Mode, Part, Reaction, RoomState

Pair = tuple[str, str]


def paper(package: Told, *, sha256: str) -> Told:
    """What templates/networks/archive/package.typ lays out. All of it stands in the package already."""
    room, document, exported = package["room"], package["case_document"], package["exported"]
    title = _("Case document from «%(room)s»") % {"room": room["name"]} if document else room["name"]
    return {
        "language": (get_language() or "nb").split("-")[0],
        "title": title,
        "authors": [exported["by"]["name"]],
        "description": _("Package for the archive from the network %(network)s") % {"network": room["network"]},
        "keywords": keywords(package, sha256),
        "day": day(exported["at"]),
        "mark": f"SHA-256 {sha256}",
        "page": _("Page {n} of {m}"),
        "pair": [_("What"), _("How it is")],
        "intro": intro(package),
        "facts": facts(package) + (about(document) if document else []),
        "people": people(package["participants"]),
        "topics": [topic(one) for one in package["topics"]],
        "runs": [on_paper(one) for one in package["routines"]],
        "proof": {
            "title": _("Proof"),
            "text": _(
                "The same is held as data by the file beside this one. If its checksum (SHA-256) is the one below, "
                "nothing in it has been changed since it was taken out."
            ),
            "sum": sha256,
        },
    }


def keywords(package: Told, sha256: str) -> list[str]:
    """What an archive may sort by: who sent it, which room, when, and the checksum of the data."""
    room, exported = package["room"], package["exported"]
    parties = [exported["by"]["organisation"], room["network"]]
    return [*parties, _("Room %(number)s") % room, exported["at"], f"SHA-256 {sha256}"]


def intro(package: Told) -> list[str]:
    exported = package["exported"]
    signs = _("A character that has no letter shape here is written as its number, for instance [U+4E2D].")
    if exported["whole"]:
        return [signs]
    since = {"at": at(exported["reads_from"])}
    return [_("Whoever took it out reads only what was said from %(at)s on: nothing earlier is in it.") % since, signs]


def facts(package: Told) -> list[Pair]:
    room, legal, exported = package["room"], package["legal"], package["exported"]
    consent = _("With consent until %(on)s") % {"on": day(legal["consent_until"])} if legal["consent_until"] else ""
    basis = str(LegalBasis(legal["legal_basis"]).label) if legal["legal_basis"] else _("Not written yet")
    who = {"name": exported["by"]["name"], "agency": exported["by"]["organisation"], "at": at(exported["at"])}
    told = [
        (_("Network"), room["network"]),
        (_("Room"), f"{room['name']} ({room['number']})"),
        (_("How one speaks here"), consent or str(Mode(legal["mode"]).label)),
        (_("Legal basis"), basis),
        (_("Opened"), f"{at(room['opened_at'])}, {room['opened_by']}"),
        (_("State"), ", ".join(filter(None, (str(RoomState(room["state"]).label), at(room["closed_at"]))))),
        (_("Deleted in the portal"), day(room["deleted_on"])),
        (_("Taken out"), _("%(at)s by %(name)s, %(agency)s") % who),
    ]
    held = legal["held"]
    return [*told, (_("Kept longer"), f"{day(held['until'])}: {held['reason']}")] if held else told


def about(document: Told) -> list[Pair]:
    marked = _("%(at)s by %(name)s") % {"at": at(document["marked_at"]), "name": document["marked_by"]}
    return [(_("Case document of"), document["organisation"]), (_("Marked as a case document"), marked)]


def people(participants: Iterable[Told]) -> Told:
    rows = [
        [
            one["name"],
            ", ".join(filter(None, (one["function"], one["organisation"]))),
            str(Regime(one["regime"]).label),
            str(Part(one["part"]).label),
            at(one["from"]),
            at(one["until"]),
        ]
        for one in participants
    ]
    columns = [_("Name"), _("Function and organisation"), _("Confidentiality"), _("As what"), _("From"), _("Until")]
    return {"title": _("Who was there"), "columns": columns, "widths": [5, 7, 6, 4, 4, 4], "rows": rows}


def topic(told: Told) -> Told:
    begun = _("Started %(at)s by %(who)s.") % {"at": at(told["opened_at"]), "who": told["opened_by"]}
    ended = _("Closed %(at)s: %(why)s") % {"at": at(told["closed_at"]), "why": told["outcome"]}
    by_day = groupby(told["messages"], key=lambda said: said["at"][:10])
    days = [{"day": weekday(on), "messages": [message(said) for said in those]} for on, those in by_day]
    return {"title": told["title"], "about": [begun, ended] if told["closed_at"] else [begun], "days": days}


def message(said: Told) -> Told:
    return {
        "by": said["author"]["name"],
        "agency": said["author"]["organisation"],
        "at": clock(said["at"]),
        "number": _("No. %(number)s") % {"number": said["number"]},
        "before": [_("Answer to no. %(number)s") % {"number": said["quotes"]}] if said["quotes"] else [],
        "text": said["text"] or "",
        "instead": str(MessageState(said["state"]).label) if said["text"] is None else "",
        "after": list(after(said)),
    }


def after(said: Told) -> Iterable[str]:
    if said["changed_at"] and said["text"] is not None:
        yield _("Changed %(at)s") % {"at": at(said["changed_at"])}
    for one in said["signs"]:
        yield f"{Reaction(one['sign']).label}: {', '.join(one['people'])}"
    if said["article"]:
        yield _("Article: %(title)s") % {"title": said["article"]["title"]}
    for one in said["files"]:
        yield f"{one['name']} ({filesizeformat(one['size'])}), SHA-256 {one['sha256']}"
    for one in said["case_documents"]:
        stands = [str(CaseDocumentState(one["state"]).label), one["reference"]]
        yield f"{_('Case document of')} {one['organisation']}: {', '.join(filter(None, stands))}"
