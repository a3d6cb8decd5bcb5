"""A routine that travels as a file: taken out of one network, and read in by another."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from networks.directory import access as directory
from networks.directory.models import Network
from networks.routines import access, services
from networks.routines.forms.files import FileForm
from networks.routines.models import RoutineVersion
from portal.access.doors import door
from portal.accounts.marks import MemberRequest, form_page
from portal.ui.telling import RefusalsTold
from portal.ui.workspace import work_page


@require_POST
@door(access.get_version_or_404, access.may_write_version)
def take_out(request: MemberRequest, version: RoutineVersion) -> HttpResponse:
    """The name of the file says nothing of the subject."""
    with RefusalsTold(request):
        text = services.take_out(version=version, by=request.user)
        named = {"Content-Disposition": f'attachment; filename="rutine-{version.routine_id}-{version.number}.yaml"'}
        return HttpResponse(text, content_type="application/yaml; charset=utf-8", headers=named)
    return redirect("networks:routines:version", version.network.slug, version.routine_id, version.number)


@form_page
@door(directory.get_or_404, access.may_write)
def read_in(request: MemberRequest, network: Network) -> HttpResponse:
    sent = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if sent else FileForm()
    if sent and form.is_valid():
        with RefusalsTold(request, form):
            routine = services.read_in(network=network, document=form.document, by=request.user)
            messages.success(request, _("Taken in as a draft. Read through it, and make it yours."))
            return redirect("networks:routines:draft", network.slug, routine.pk)
    return work_page(request, "networks/routines/read_in.html", network, {"form": form})
