"""What of a room goes into an archive: the room itself, and the messages that are somebody's case documents."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from networks.archive import access, services
from networks.archive.forms import CaseDocumentForm, ReceivedForm
from networks.archive.queries.documents import lines, of_message, parties
from networks.discussion import access as discussion
from networks.discussion.models import CaseDocument, Message, Room
from portal.access.doors import door
from portal.accounts.marks import MemberRequest, form_page
from portal.accounts.proof import Proof
from portal.ui.telling import RefusalsTold
from portal.ui.workspace import work_page

DOCUMENTS = "networks:archive:case_documents"


def as_file(body: bytes, name: str) -> HttpResponse:
    """Under a name that tells whoever sees it nothing of the room."""
    file = f"{name}-{timezone.localdate():%Y-%m-%d}.zip"
    disposition = {"Content-Disposition": f'attachment; filename="{file}"'}
    return HttpResponse(body, content_type="application/zip", headers=disposition)


@require_POST
@door(discussion.get_or_404, discussion.may_keep, proof=Proof(gettext_lazy("Download the package for the archive")))
def export(request: MemberRequest, room: Room) -> HttpResponse:
    with RefusalsTold(request):
        return as_file(services.export_room(room=room, by=request.user), f"arkivpakke-{room.pk}")
    return redirect(room)


@require_safe
@door(discussion.get_or_404)
def case_documents(request: MemberRequest, room: Room) -> HttpResponse:
    context = {"room": room, "lines": lines(request.user, room), "form": ReceivedForm()}
    return work_page(request, "networks/archive/case_documents.html", room.network, context)


@form_page
@door(discussion.get_message_or_404, access.may_mark)
def mark(request: MemberRequest, message: Message) -> HttpResponse:
    room, offered = message.topic.room, parties(request.user, message)
    form = CaseDocumentForm(request.POST or None, parties=offered)
    if request.method == "POST" and form.is_valid():
        with RefusalsTold(request, form):
            document = services.mark_case_document(message=message, **form.cleaned_data, by=request.user)
            told = {"party": document.organisation.name}
            messages.success(request, _("The message is a case document of %(party)s.") % told)
            return redirect(DOCUMENTS, room.network.slug, room.pk)
    marked = of_message(request.user, message)
    context = {"message": message, "room": room, "form": form, "offered": offered, "marked": marked}
    return work_page(request, "networks/archive/mark.html", room.network, context)


@require_POST
@door(
    access.get_case_document_or_404,
    access.may_archive,
    proof=Proof(gettext_lazy("Download the package for the archive")),
)
def export_document(request: MemberRequest, document: CaseDocument) -> HttpResponse:
    with RefusalsTold(request):
        body = services.export_case_document(document=document, by=request.user)
        return as_file(body, f"saksdokument-{document.pk}")
    return redirect(DOCUMENTS, document.room.network.slug, document.room_id)


@require_POST
@door(access.get_case_document_or_404, access.may_archive)
def unmark(request: MemberRequest, document: CaseDocument) -> HttpResponse:
    with RefusalsTold(request):
        services.unmark_case_document(document=document, by=request.user)
        told = {"party": document.organisation.name}
        messages.success(request, _("The message is no longer a case document of %(party)s.") % told)
    return redirect(DOCUMENTS, document.room.network.slug, document.room_id)


@require_POST
@door(access.get_case_document_or_404, access.may_archive)
def receive(request: MemberRequest, document: CaseDocument) -> HttpResponse:
    form = ReceivedForm(request.POST)
    if form.is_valid():
        with RefusalsTold(request):
            services.receive_case_document(document=document, **form.cleaned_data, by=request.user)
            messages.success(request, _("It is in the archive. The talk around it still ends on its day."))
    else:
        messages.error(request, _("Write the number it has in the archive."))
    return redirect(DOCUMENTS, document.room.network.slug, document.room_id)
