"""The frame of a workspace: which rooms of work this person sees in the rail and the tabs."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, override, pgettext_lazy
from django.utils.translation import gettext as _

from portal.access.capabilities import Capability
from portal.access.decisions import roles_in
from portal.access.roles import ROLES, SUPERVISOR, Role
from portal.accounts.marks import MemberRequest
from portal.tenancy.functions import call_rows


@dataclass(frozen=True)
class Room:
    """A place in the rail. `leads_to` are the views that belong under it and keep it marked."""

    view: str
    name: str | Promise
    icon: str
    capability: Capability
    leads_to: tuple[str, ...] = ()
    governs: bool = False  # stands below the line: settings, access, what was done
    short: str | Promise = ""  # for a tab on a phone, where the name is too long


@dataclass(frozen=True)
class Entry:
    href: str
    name: str | Promise
    icon: str
    current: str  # the value of aria-current: "page", "true" for a page beneath it, or ""
    starts_group: bool
    short: str | Promise
    new: int = 0  # what she has not read there


TALK = "networks:discussion:rooms"
MANY = 100  # from here on it only says that it is many
ROOMS = (
    Room("networks:membership:front", gettext_lazy("Home"), "home", Capability.READ_NETWORK),
    Room(
        TALK,
        gettext_lazy("Talk"),
        "talk",
        Capability.TALK_IN_ROOMS,
        leads_to=(
            "networks:discussion:open",
            "networks:discussion:search",
            "networks:discussion:room",
            "networks:discussion:place",
            "networks:discussion:start_topic",
            "networks:discussion:topic",
            "networks:discussion:close",
            "networks:discussion:hold",
            "networks:discussion:say",
            "networks:discussion:change",
            "networks:archive:case_documents",
            "networks:archive:mark",
            "networks:reports:make",
            "networks:reports:reports",
            "networks:reports:report",
            "networks:reports:answer",
        ),
    ),
    Room(
        "networks:routines:routines",
        gettext_lazy("Routines"),
        "path",
        Capability.READ_ROUTINES,
        leads_to=(
            "networks:routines:new",
            "networks:routines:read_in",
            "networks:routines:routine",
            "networks:routines:version",
            "networks:routines:draft",
            "networks:routines:head",
            "networks:routines:send",
            "networks:routines:add_step",
            "networks:routines:step",
            "networks:routines:hide_step",
            "networks:routines:read",
            "networks:routines:send_back",
            "networks:routines:news",
            "networks:suggestions:suggestions",
            "networks:suggestions:suggest",
            "networks:runs:start",
            "networks:runs:run",
            "networks:runs:end",
            *(f"networks:runs:{deed}" for deed in ("done", "skip", "reopen", "tick", "assign", "move", "note")),
            "networks:functions:functions",
            "networks:functions:name",
        ),
    ),
    Room(
        "networks:membership:members",
        gettext_lazy("Members"),
        "people",
        Capability.READ_MEMBERS,
        leads_to=(
            "networks:membership:member",
            "networks:membership:handover",
            "networks:entry:invite",
            "networks:entry:invitations",
            "networks:entry:requests",
        ),
    ),
    Room(
        "networks:readiness:year",
        gettext_lazy("The year"),
        "calendar",
        Capability.READ_ROUTINES,
        leads_to=(
            "networks:readiness:add",
            "networks:readiness:item",
            "networks:readiness:change",
            "networks:readiness:do",
            "networks:readiness:remove",
            "networks:readiness:feed",
        ),
    ),
    Room("networks:entry:guests", gettext_lazy("Guests"), "door", Capability.READ_MEMBERS),
    Room(
        "networks:directory:organisations",
        gettext_lazy("Organisations"),
        "building",
        Capability.READ_NETWORK,
        leads_to=("networks:directory:add_organisation", "networks:directory:organisation"),
    ),
    Room(
        "networks:directory:charter",
        gettext_lazy("Charter"),
        "document",
        Capability.READ_NETWORK,
        leads_to=(
            "networks:directory:change_charter",
            "networks:directory:sign_charter",
            "networks:directory:earlier_charter",
        ),
        short=pgettext_lazy("on a tab", "Charter"),
    ),
    Room("networks:directory:settings", gettext_lazy("Settings"), "gear", Capability.MANAGE_NETWORK, governs=True),
    Room(
        "networks:insight:roles",
        gettext_lazy("Access and roles"),
        "key",
        Capability.READ_NETWORK,
        leads_to=("networks:insight:who",),
        governs=True,
    ),
    Room("networks:insight:audit", gettext_lazy("Log"), "eye", Capability.READ_AUDIT, governs=True),
)


def work_page(
    request: MemberRequest,
    template: str,
    network: Any,
    context: dict[str, Any],
    *,
    status: int = 200,
    new: int | None = None,
) -> HttpResponse:
    """Render a page of the workspace of `network`, with its rail, tabs and the person's role in it.

    `new` is how many messages she has not read in her rooms there; who does not know it lets it be asked for.
    """
    roles = roles_in(request.user, network.pk)
    here = request.resolver_match.view_name if request.resolver_match else ""
    [new] = call_rows("new_in", network=network.pk) if new is None else [new]
    rail, tabs = ways(network.slug, roles, here, language=get_language() or "", new=min(new, MANY))
    frame = {"network": network, "rail": rail, "tabs": tabs, "role_line": role_line(roles)}
    return render(request, template, frame | context, status=status)


@lru_cache(maxsize=4096)
def ways(slug: str, roles: frozenset[str], here: str, *, language: str, new: int) -> tuple[SafeString, SafeString]:
    """The rail's and the tabs' lists. They say where one may go and how much is new there, so each is written once."""
    with override(language):
        entries = {"rooms": rooms(slug, roles, here, new), "many": MANY}
        return render_to_string("components/rail.html", entries), render_to_string("components/tabs.html", entries)


def rooms(slug: str, roles: frozenset[str], here: str, new: int = 0) -> list[Entry]:
    held = {capability for role in roles for capability in ROLES[role]}
    shown = sorted((room for room in ROOMS if room.capability in held), key=lambda room: room.governs)
    return [
        Entry(
            reverse(room.view, args=[slug]),
            room.name,
            room.icon,
            "page" if here == room.view else "true" if here in room.leads_to else "",
            starts_group=before is not None and room.governs > before.governs,
            short=room.short or room.name,
            new=new if room.view == TALK else 0,
        )
        for before, room in zip([None, *shown], shown, strict=False)
    ]


def role_line(roles: frozenset[str]) -> str:
    names = [str(Role(role).label).lower() for role in Role if role in roles]
    names += [_("supervisor on a visit")] if SUPERVISOR in roles else []
    return _("You are %(roles)s") % {"roles": ", ".join(names)} if names else ""
