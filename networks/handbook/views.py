"""What is taken out on paper or as a file. The names of the files say nothing of the subject."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from networks.directory import access as directory
from networks.directory.models import Network
from networks.handbook import services
from networks.handbook.queries.book import card_paper
from networks.routines import access
from networks.routines.choices import Shelf
from networks.routines.models import Routine
from networks.routines.queries.lists import in_force
from portal.access.doors import door
from portal.accounts.marks import MemberRequest
from portal.accounts.proof import Proof
from portal.tenancy.refusals import NotVisible

PDF, HTML = "application/pdf", "text/html; charset=utf-8"
TAKING_OUT = Proof(gettext_lazy("Take out the handbook"))


def as_file(body: bytes | str, name: str, kind: str, *, shown: bool = False) -> HttpResponse:
    ending = "pdf" if kind == PDF else "html"
    how, file = "inline" if shown else "attachment", f"{name}-{timezone.localdate():%Y-%m-%d}.{ending}"
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'{how}; filename="{file}"'})


@require_safe
@door(access.get_or_404)
def card(request: MemberRequest, routine: Routine) -> HttpResponse:
    """Opens beside the page, ready to be printed. Only what is in force is."""
    version = in_force(request.user, routine)
    if version is None or routine.shelf != Shelf.IN_USE:
        raise NotVisible
    version.routine = routine
    made = card_paper(request.user, routine.network, version, at=timezone.now())
    return as_file(made, f"kort-{routine.pk}", PDF, shown=True)


@require_POST
@door(directory.get_or_404, access.may_read, proof=TAKING_OUT)
def on_paper(request: MemberRequest, network: Network) -> HttpResponse:
    return as_file(services.on_paper(network=network, by=request.user), "perm", PDF)


@require_POST
@door(directory.get_or_404, access.may_read, proof=TAKING_OUT)
def as_a_file(request: MemberRequest, network: Network) -> HttpResponse:
    return as_file(services.as_a_file(network=network, by=request.user), "perm", HTML)
