"""Files and articles in a room: served to whoever may read the message, and found by typing."""

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from knowledge.links.queries import pick
from networks.directory import access as directory
from networks.directory.models import Network
from networks.discussion import access
from networks.discussion.models import Attachment
from portal.access.doors import door
from portal.accounts.marks import MemberRequest

SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"


@require_safe
@door(access.get_attachment_or_404)
def attachment(request: MemberRequest, attachment: Attachment) -> HttpResponse:
    """A picture we have drawn ourselves is shown; everything else is saved, and never opened as a page of ours."""
    if not default_storage.exists(attachment.stored):
        raise Http404
    with default_storage.open(attachment.stored) as file:
        answer = HttpResponse(file.read(), content_type=attachment.content_type)
    saved = not attachment.is_picture
    answer["Content-Disposition"] = content_disposition_header(saved, attachment.name) or "attachment"
    answer["Content-Security-Policy"] = SANDBOX
    return answer


@require_safe
@door(directory.get_or_404, access.may_talk)
def articles(request: MemberRequest, network: Network) -> JsonResponse:
    """The first few texts of the knowledge base for somebody who types."""
    found = pick(request.GET.get("q", "")[:200])
    return JsonResponse({"found": [{"key": text.key, "title": text.title, "lead": text.lead} for text in found]})
