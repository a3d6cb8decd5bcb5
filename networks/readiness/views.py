"""A network's year, what is done in it, and the address at which a calendar reads it."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from networks.directory import access as directory
from networks.directory.models import Network
from networks.readiness import access, services
from networks.readiness.forms import DoneForm, ItemForm
from networks.readiness.models import ReadinessItem
from networks.readiness.queries import calendar, year
from portal.access.doors import door
from portal.accounts.marks import MemberRequest, form_page, public
from portal.accounts.proof import Proof
from portal.ui.tags import day
from portal.ui.telling import RefusalsTold
from portal.ui.workspace import work_page

YEAR = "networks:readiness:year"


@require_safe
@door(directory.get_or_404, access.may_read)
def whole(request: MemberRequest, network: Network) -> HttpResponse:
    context = {
        "year": year.year(request.user, network, timezone.localdate()),
        "may_write": access.may_write(request.user, network),
        "may_have_feed": access.may_have_feed(request.user, network),
    }
    return work_page(request, "networks/readiness/year.html", network, context)


@require_POST
@door(directory.get_or_404, access.may_write)
def set_up(request: MemberRequest, network: Network) -> HttpResponse:
    with RefusalsTold(request):
        services.set_up(network=network, by=request.user)
        messages.success(request, _("The year is set up. Change days and owners until it is yours."))
    return redirect(YEAR, network.slug)


@form_page
@door(directory.get_or_404, access.may_write)
def add(request: MemberRequest, network: Network) -> HttpResponse:
    form = ItemForm(request.POST or None, owners=access.owners(network).with_people())
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request, form):
            services.add(network=network, **form.cleaned_data, by=request.user)
            return redirect(YEAR, network.slug)
    return work_page(request, "networks/readiness/form.html", network, {"form": form})


@require_safe
@door(access.get_item_or_404)
def item(request: MemberRequest, item: ReadinessItem) -> HttpResponse:
    context = {
        "line": year.line(request.user, item, timezone.localdate()),
        "item": item,
        "may_write": access.may_change(request.user, item),
    }
    return work_page(request, "networks/readiness/item.html", item.network, context)


@form_page
@door(access.get_item_or_404, access.may_change)
def change(request: MemberRequest, item: ReadinessItem) -> HttpResponse:
    owners = access.owners(item.network).with_people()
    form = ItemForm(request.POST or None, owners=owners, initial=ItemForm.told(item))
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request, form):
            services.change(item=item, **form.cleaned_data, by=request.user)
            return redirect(item)
    return work_page(request, "networks/readiness/form.html", item.network, {"form": form, "item": item})


@form_page
@door(access.get_item_or_404, access.may_do)
def do(request: MemberRequest, item: ReadinessItem) -> HttpResponse:
    form = DoneForm(request.POST or None)
    if request.method == "POST":
        form = DoneForm(request.POST)
        if form.is_valid():
            with RefusalsTold(request, form):
                again = services.do(item=item, **form.cleaned_data, by=request.user)
                messages.success(request, _("Noted. It is due again %(day)s.") % {"day": day(again)})
                return redirect(YEAR, item.network.slug)
    return work_page(request, "networks/readiness/do.html", item.network, {"form": form, "item": item})


@form_page
@door(access.get_item_or_404, access.may_change)
def remove(request: MemberRequest, item: ReadinessItem) -> HttpResponse:
    if request.method == "POST":
        services.remove(item=item, by=request.user)
        messages.success(request, _("It is removed from the year."))
        return redirect(YEAR, item.network.slug)
    entries = year.done_of(request.user, item).count()
    return work_page(request, "networks/readiness/remove.html", item.network, {"item": item, "entries": entries})


@form_page
@door(
    directory.get_or_404,
    access.may_have_feed,
    proof=Proof(gettext_lazy("Make an address for your calendar")),
)
def feed(request: MemberRequest, network: Network) -> HttpResponse:
    """Shows the address once, in answer to whoever makes it."""
    address = ""
    if request.method == "POST":
        token = services.make_feed(network=network, by=request.user)
        address = settings.ORIGIN + reverse("calendar", args=[token])
    context = {"feed": calendar.own_feed(request.user, network), "address": address}
    return work_page(request, "networks/readiness/calendar.html", network, context)


@require_POST
@door(directory.get_or_404, access.may_read)
def end_feed(request: MemberRequest, network: Network) -> HttpResponse:
    own = calendar.own_feed(request.user, network)
    if own is not None:
        services.end_feed(feed=own, by=request.user)
    messages.success(request, _("The address is ended. A calendar that asks for it finds nothing."))
    return redirect("networks:readiness:feed", network.slug)


@public
@require_safe
def read_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """For a calendar that holds the address. Nobody acts, whoever else is signed in in the same browser."""
    found = calendar.feed_by_token(calendar.token_hash(token))
    if found is None:
        return HttpResponse(_("There is no calendar at this address."), "text/plain; charset=utf-8", 404)
    body = calendar.as_calendar(found)
    stamp = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    changed = int(found.changed_at.timestamp())
    answer = HttpResponse(body, "text/calendar; charset=utf-8")
    told = {"ETag": stamp, "Last-Modified": http_date(changed), "Cache-Control": "private", "X-Robots-Tag": "noindex"}
    for name, value in (told | {"Content-Language": found.language or settings.LANGUAGE_CODE}).items():
        answer[name] = value
    return get_conditional_response(request, etag=stamp, last_modified=changed, response=answer) or answer


read_calendar.apart = True  # type: ignore[attr-defined] # acts as nobody
