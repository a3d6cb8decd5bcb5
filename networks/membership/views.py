"""One's networks, the workspace's front page, its members, and the handover of the coordinator's task."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from networks.directory import access as directory
from networks.directory.models import Network
from networks.directory.queries.naming import municipality_names
from networks.directory.queries.parties import parties, sectors_of
from networks.membership import access, queries, services
from networks.membership.forms import ConfirmForm, EndForm, FoundForm, HandoverForm, MembersFilter, RoleForm
from networks.membership.models import Handover, Membership
from portal.access.capabilities import Capability
from portal.access.decisions import can
from portal.access.doors import door
from portal.access.labels import IN_SHORT, gained_and_lost, what_may
from portal.access.roles import Role
from portal.accounts.marks import MemberRequest, form_page, signed_in
from portal.accounts.proof import Proof, recently_proved
from portal.tenancy.refusals import Refused
from portal.ui.paging import page_of
from portal.ui.telling import RefusalsTold
from portal.ui.workspace import work_page


def attempt(request: MemberRequest, change: Callable[[], Any], done: str, *, form: Form | None = None) -> bool:
    """Make the change and say so; or say, in the form where there is one, which rule stands in the way."""
    with RefusalsTold(request, form):
        change()
        messages.success(request, done)
        return True
    return False


@form_page
@signed_in
@recently_proved(Proof(gettext_lazy("Start the network")))
def found(request: MemberRequest) -> HttpResponse:
    form = FoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            network = services.found_network(**form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error("name" if refusal.key == "slug_taken" else None, refusal.sentence)
        else:
            messages.success(request, _("The network is started. So far you are alone in it."))
            return redirect(network)
    return render(request, "networks/membership/found.html", {"form": form, "places": municipality_names()})


@require_safe
@signed_in
def mine(request: MemberRequest) -> HttpResponse:
    context = {"networks": queries.belongings(request.user), "paused": access.paused()}
    return render(request, "networks/membership/mine.html", context)


@require_safe
@door(directory.get_or_404)
def front(request: MemberRequest, network: Network) -> HttpResponse:
    today = timezone.localdate()
    taking_part = parties(network)
    context = {
        "today": today,
        "own": next((party for party in taking_part if party.own), None),
        "charter": network.charter,
        "signed": sum(party.signed for party in taking_part),
        "parties": len(taking_part),
        "sectors": sectors_of(network, taking_part, today=today),
        "people": sum(party.people for party in taking_part),
        "named": access.may_read(request.user, network),
        "may_invite": can(request.user, Capability.INVITE_MEMBERS, network.pk),
    }
    return work_page(request, "networks/membership/front.html", network, context)


@require_safe
@door(directory.get_or_404, access.may_read)
def members(request: MemberRequest, network: Network) -> HttpResponse:
    manages = can(request.user, Capability.MANAGE_MEMBERS, network.pk)
    taking_part = queries.taking_part(network)
    narrow = MembersFilter(request.GET, parties=taking_part, ended=manages)
    page = page_of(request, queries.members(request.user, network, **narrow.asked))
    context = {
        "narrow": narrow,
        "page": page,
        "confirmable": queries.confirmable_among(request.user, network, page),
        "headcount": queries.headcount(request.user, network),
        "parties": len(taking_part),
        "may_invite": can(request.user, Capability.INVITE_MEMBERS, network.pk),
        "may_answer": can(request.user, Capability.ANSWER_REQUESTS, network.pk),
        "may_hand_over": access.may_hand_over(request.user, network),
    }
    return work_page(request, "networks/membership/members.html", network, context)


@require_POST
@door(directory.get_or_404, access.may_confirm_some, proof=Proof(gettext_lazy("Confirm the chosen for another year")))
def confirm_chosen(request: MemberRequest, network: Network) -> HttpResponse:
    form = ConfirmForm(request.POST, people=access.confirmable(request.user, network).select_related("user"))
    if form.is_valid():
        chosen = form.cleaned_data["member"]
        number = len(chosen)
        done = ngettext(
            "%(n)d person is confirmed for another year.", "%(n)d people are confirmed for another year.", number
        )
        attempt(request, partial(services.confirm, members=chosen, by=request.user), done % {"n": number})
    else:
        messages.error(request, form.complaint)
    return redirect(f"{reverse('networks:membership:members', args=[network.slug])}?{request.GET.urlencode()}")


@require_safe
@door(access.get_or_404)
def member(request: MemberRequest, member: Membership) -> HttpResponse:
    user, itself = request.user, member.user_id == request.user.pk
    context = {
        "member": member,
        "itself": itself,
        "alone": access.is_alone_in_the_task(user, member),
        "may": what_may(member.role),
        "may_manage": access.may_manage(user, member),
        "may_confirm": access.may_confirm(user, member),
        "may_end": access.may_end(user, member),
        "may_hand_over": itself and access.may_hand_over(user, member.network),
    }
    return work_page(request, "networks/membership/member.html", member.network, context)


def to_member(member: Membership) -> HttpResponse:
    return redirect("networks:membership:member", member.network.slug, member.pk)


def back(request: MemberRequest, member: Membership) -> HttpResponse:
    """To the list; to one's own networks for somebody who has just closed this one for herself."""
    if member.user_id == request.user.pk:
        return redirect("networks:membership:mine")
    return redirect("networks:membership:members", member.network.slug)


@form_page
@door(access.get_or_404, access.may_manage, proof=Proof(gettext_lazy("Change the role")))
def change_role(request: MemberRequest, member: Membership) -> HttpResponse:
    roles = directory.grantable_roles(request.user, member.network) - {Role(member.role)}
    form = RoleForm(request.POST or None, roles=roles)
    if request.method == "POST" and form.is_valid():
        role = Role(form.cleaned_data["role"])
        done = _("%(name)s is now %(role)s.") % {"name": member.user.name, "role": str(role.label).lower()}
        change = partial(services.change_role, member=member, role=role, by=request.user)
        if attempt(request, change, done, form=form):
            return to_member(member)
    choices = [(radio, *told_of(member, Role(radio.data["value"]))) for radio in form["role"]]
    context = {"member": member, "form": form, "choices": choices}
    return work_page(request, "networks/membership/role.html", member.network, context)


def told_of(member: Membership, role: Role) -> tuple[Any, ...]:
    return IN_SHORT[role], *gained_and_lost(member.role, role)


@form_page
@door(access.get_or_404, access.may_manage, proof=Proof(gettext_lazy("Pause the membership")))
def pause(request: MemberRequest, member: Membership) -> HttpResponse:
    if request.method == "POST":
        done = _("%(name)s is paused, and no longer sees the network.") % {"name": member.user.name}
        attempt(request, partial(services.pause, member=member, by=request.user), done)
        return back(request, member)
    context = {"member": member, "alone": access.is_alone_in_the_task(request.user, member)}
    return work_page(request, "networks/membership/pause.html", member.network, context)


@require_POST
@door(access.get_or_404, access.may_manage, proof=Proof(gettext_lazy("Resume")))
def resume(request: MemberRequest, member: Membership) -> HttpResponse:
    done = _("%(name)s sees the network again.") % {"name": member.user.name}
    attempt(request, partial(services.resume, member=member, by=request.user), done)
    return to_member(member)


@require_POST
@door(access.get_or_404, access.may_confirm, proof=Proof(gettext_lazy("Confirm for another year")))
def confirm(request: MemberRequest, member: Membership) -> HttpResponse:
    done = _("%(name)s is confirmed for another year.") % {"name": member.user.name}
    attempt(request, partial(services.confirm, members=[member], by=request.user), done)
    return to_member(member)


@form_page
@door(access.get_or_404, access.may_end, proof=Proof(gettext_lazy("End the membership")))
def end(request: MemberRequest, member: Membership) -> HttpResponse:
    """Lists everything held before it ends; the same page for taking somebody out and for leaving."""
    itself = member.user_id == request.user.pk
    form = EndForm(request.POST or None, oneself=itself)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        change = partial(services.end, member=member, reason=reason, by=request.user)
        if attempt(request, change, farewell(member, itself=itself), form=form):
            return back(request, member)
    context = {
        "member": member,
        "itself": itself,
        "form": form,
        "held": queries.held_by(member),
        "alone": access.is_alone_in_the_task(request.user, member),
    }
    return work_page(request, "networks/membership/end.html", member.network, context)


@form_page
@door(access.get_paused_or_404, proof=Proof(gettext_lazy("End the membership")))
def leave_paused(request: MemberRequest, paused: access.Paused) -> HttpResponse:
    """Who is paused sees nothing of the network, and may leave it all the same."""
    form = EndForm(request.POST or None, oneself=True)
    if request.method == "POST" and form.is_valid():
        change = partial(services.leave_paused, paused=paused, reason=form.cleaned_data["reason"], by=request.user)
        if attempt(request, change, left(paused.network), form=form):
            return redirect("networks:membership:mine")
    context = {"paused": paused, "form": form, "held": queries.held_by(paused)}
    return render(request, "networks/membership/leave_paused.html", context)


def left(network: str) -> str:
    return _("You have left %(network)s. You no longer see anything in it.") % {"network": network}


def farewell(member: Membership, *, itself: bool) -> str:
    if itself:
        return left(member.network.name)
    return _("%(name)s is out of the network, and sees nothing of it from now on.") % {"name": member.user.name}


@require_safe
@door(directory.get_or_404, access.may_see_handover)
def handover(request: MemberRequest, network: Network) -> HttpResponse:
    form = HandoverForm(people=queries.successors(request.user, network))
    return handover_page(request, network, form)


@require_POST
@door(directory.get_or_404, access.may_hand_over, proof=Proof(gettext_lazy("Ask your successor")))
def propose_handover(request: MemberRequest, network: Network) -> HttpResponse:
    form = HandoverForm(request.POST, people=queries.successors(request.user, network))
    if form.is_valid():
        successor, text = form.cleaned_data["successor"], form.cleaned_data["note"]
        done = _("%(name)s has been asked. You are coordinator until she or he accepts.") % {
            "name": successor.user.name
        }
        change = partial(services.propose_handover, successor=successor, text=text, by=request.user)
        if attempt(request, change, done, form=form):
            return redirect("networks:membership:handover", network.slug)
    return handover_page(request, network, form)


def handover_page(request: MemberRequest, network: Network, form: HandoverForm) -> HttpResponse:
    waiting = queries.open_handover(request.user, network)
    context = {
        "form": form,
        "handover": waiting,
        "facts": queries.handover_facts(request.user, network),
        "may_accept": waiting is not None and access.may_accept(request.user, waiting),
    }
    return work_page(request, "networks/membership/handover.html", network, context)


@require_POST
@door(access.get_handover_or_404, access.may_accept, proof=Proof(gettext_lazy("Accept and become coordinator")))
def accept_handover(request: MemberRequest, handover: Handover) -> HttpResponse:
    done = _("You are now coordinator of %(network)s.") % {"network": handover.network.name}
    attempt(request, partial(services.accept_handover, handover=handover, by=request.user), done)
    return redirect(handover.network)


@require_POST
@door(access.get_handover_or_404, access.may_withdraw, proof=Proof(gettext_lazy("Take back the handover")))
def withdraw_handover(request: MemberRequest, handover: Handover) -> HttpResponse:
    done = _("The handover is off. Nothing has changed.")
    attempt(request, partial(services.withdraw_handover, handover=handover, by=request.user), done)
    return redirect(handover.network)
