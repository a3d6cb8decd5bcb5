"""What waits for a person, the most pressing first. Each kind looks at one network's standing and says it or not."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.access.capabilities import Capability as May
from portal.accounts.models import User
from portal.home.standing import Standing, standings
from portal.ui.tags import day


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what, why, and the button that takes one there."""

    heading: str
    text: str
    button: str
    href: str
    icon: str


def waiting(user: User, slug: str = "") -> list[Waiting]:
    """In all her networks, or in the one named by `slug`. One query."""
    networks = standings(user, slug)
    return [thing for kind in KINDS for network in networks if (thing := kind(network)) is not None]


def handover(network: Standing) -> Waiting | None:
    if not network.offered:
        return None
    return Waiting(
        _("You are asked to become coordinator of %(network)s") % {"network": network.name},
        _("Nothing changes until you accept. Read the handover first."),
        _("Read the handover"),
        reverse("networks:membership:handover", args=[network.slug]),
        "handover",
    )


def reports(network: Standing) -> Waiting | None:
    if not network.reported:
        return None
    heading = ngettext(
        "A message in %(network)s is reported to you",
        "%(count)s messages in %(network)s are reported to you",
        network.reported,
    ) % {"count": network.reported, "network": network.name}
    return Waiting(
        heading,
        _("Nothing else of its room is shown to you.")
        if network.reported == 1
        else _("Nothing else of their rooms is shown to you."),
        _("See and answer"),
        reverse("networks:reports:reports", args=[network.slug]),
        "lock",
    )


def readings(network: Standing) -> Waiting | None:
    if not network.readings:
        return None
    heading = ngettext(
        "A routine in %(network)s waits for you to read it",
        "%(count)s routines in %(network)s wait for you to read them",
        network.readings,
    ) % {"count": network.readings, "network": network.name}
    text = _("Nothing of it is in force before you say so.")
    if network.readings == 1:
        to = reverse("networks:routines:read", args=[network.slug, network.reading])
        return Waiting(heading, text, _("Read it"), to, "path")
    return at_routines(network, heading, text, _("See the routines"))


def steps(network: Standing) -> Waiting | None:
    if not network.steps:
        return None
    heading = ngettext(
        "A step in a routine in %(network)s waits for you",
        "%(count)s steps in routines in %(network)s wait for you",
        network.steps,
    ) % {"count": network.steps, "network": network.name}
    text = _("Due by tomorrow, or overdue. You set the deadline yourselves, and can move it.")
    return at_routines(network, heading, text, _("See what you follow"))


def at_routines(network: Standing, heading: str, text: str, button: str) -> Waiting:
    return Waiting(heading, text, button, reverse("networks:routines:routines", args=[network.slug]), "path")


def yearly(network: Standing) -> Waiting | None:
    if not network.yearly or network.yearly_first is None:
        return None
    heading = ngettext(
        "Something in the year of %(network)s is yours to do",
        "%(count)s things in the year of %(network)s are yours to do",
        network.yearly,
    ) % {"count": network.yearly, "network": network.name}
    is_over = network.yearly_first < timezone.localdate()
    text = _("It should have been done by %(day)s.") if is_over else _("By %(day)s.")
    return Waiting(
        heading,
        text % {"day": day(network.yearly_first)},
        _("See the year"),
        reverse("networks:readiness:year", args=[network.slug]),
        "calendar",
    )


def talk(network: Standing) -> Waiting | None:
    if not network.new:
        return None
    heading = ngettext(
        "%(count)s new message in your rooms in %(network)s",
        "%(count)s new messages in your rooms in %(network)s",
        network.new,
    ) % {"count": network.new, "network": network.name}
    named = ngettext("You are named in one of them.", "You are named in %(count)s of them.", network.named)
    return Waiting(
        heading,
        named % {"count": network.named} if network.named else _("Nobody asks for you by name."),
        _("Read"),
        reverse("networks:discussion:rooms", args=[network.slug]),
        "talk",
    )


def requests(network: Standing) -> Waiting | None:
    if not network.asking or not network.may(May.ANSWER_REQUESTS):
        return None
    heading = ngettext(
        "%(name)s asks to join %(network)s",
        "%(count)s people ask to join %(network)s",
        network.asking,
    ) % {"name": network.asker, "count": network.asking, "network": network.name}
    text = ngettext(
        "You choose role and organisation. Until then %(name)s sees nothing of the network.",
        "You choose role and organisation. Until then they see nothing of the network.",
        network.asking,
    ) % {"name": network.asker}
    return Waiting(
        heading,
        text,
        _("See and answer"),
        reverse("networks:entry:requests", args=[network.slug]),
        "people",
    )


def letters(network: Standing) -> Waiting | None:
    if not network.expiring or not network.may(May.INVITE_MEMBERS):
        return None
    heading = ngettext(
        "An invitation to %(network)s lapses within two days",
        "%(count)s invitations to %(network)s lapse within two days",
        network.expiring,
    ) % {"count": network.expiring, "network": network.name}
    return Waiting(
        heading,
        _("Nobody has answered yet. Send it again, or let it lapse."),
        _("See the invitations"),
        reverse("networks:entry:invitations", args=[network.slug]),
        "mail",
    )


def confirmations(network: Standing) -> Waiting | None:
    if network.may(May.CONFIRM_MEMBERS):
        due, first = network.due, network.first_due
    elif network.may(May.CONFIRM_OWN_STAFF):
        due, first = network.due_own, network.first_due_own
    else:
        return None
    if not due:
        return None
    heading = ngettext(
        "One membership in %(network)s must be confirmed",
        "%(count)s memberships in %(network)s must be confirmed",
        due,
    ) % {"count": due, "network": network.name}
    text = ngettext(
        "By %(day)s. Thirty days later it is paused if nobody has confirmed.",
        "The first by %(day)s. Thirty days later it is paused if nobody has confirmed.",
        due,
    )
    return Waiting(
        heading,
        text % {"day": day(first)},
        _("See and confirm"),
        reverse("networks:membership:members", args=[network.slug]),
        "clock",
    )


def vacancies(network: Standing) -> Waiting | None:
    if not network.vacant:
        return None
    heading = ngettext(
        "%(count)s function in %(network)s has nobody",
        "%(count)s functions in %(network)s have nobody",
        network.vacant,
    ) % {"count": network.vacant, "network": network.name}
    return Waiting(
        heading,
        _("A routine in force says that somebody there answers for a step."),
        _("Name somebody"),
        reverse("networks:functions:functions", args=[network.slug]),
        "people",
    )


def sources(network: Standing) -> Waiting | None:
    if not network.newer:
        return None
    heading = ngettext(
        "A routine in %(network)s has a newer version in the library",
        "%(count)s routines in %(network)s have newer versions in the library",
        network.newer,
    ) % {"count": network.newer, "network": network.name}
    text = _("You choose what you take in. Your own words stay.")
    if network.newer == 1:
        to = reverse("networks:routines:routine", args=[network.slug, network.newer_first])
        return Waiting(heading, text, _("See what is new"), to, "path")
    return at_routines(network, heading, text, _("See the routines"))


def charter(network: Standing) -> Waiting | None:
    if not network.agreed:
        return unwritten(network) if network.may(May.EDIT_CHARTER) else None
    if network.signed or not network.may(May.SIGN_CHARTER):
        return None
    return Waiting(
        _("Your organisation has not signed the charter of %(network)s") % {"network": network.name},
        _("It says what the parties have agreed, on what basis, and how long things are kept."),
        _("Read and sign"),
        reverse("networks:directory:charter", args=[network.slug]),
        "pen",
    )


def unwritten(network: Standing) -> Waiting:
    return Waiting(
        _("Write down what %(network)s has agreed") % {"network": network.name},
        _("Purpose and legal basis first. Then the organisations can sign."),
        _("Write the charter"),
        reverse("networks:directory:charter", args=[network.slug]),
        "document",
    )


def sectors(network: Standing) -> Waiting | None:
    missing = network.missing
    if not missing or not network.may(May.INVITE_MEMBERS):
        return None
    can_be_invited = not set(missing).isdisjoint(network.parties)  # everybody is invited for an organisation
    heading = ngettext(
        "%(network)s lacks somebody from one sector",
        "%(network)s lacks somebody from %(count)s sectors",
        len(missing),
    ) % {"count": len(missing), "network": network.name}
    return Waiting(
        heading,
        ", ".join(str(sector.label) for sector in missing),
        _("Invite somebody") if can_be_invited else _("Add an organisation"),
        reverse(f"networks:{'entry:invite' if can_be_invited else 'directory:add_organisation'}", args=[network.slug]),
        "building",
    )


KINDS: tuple[Callable[[Standing], Waiting | None], ...] = (
    handover,
    reports,
    requests,
    readings,
    steps,
    talk,
    letters,
    sources,
    yearly,
    confirmations,
    vacancies,
    charter,
    sectors,
)
