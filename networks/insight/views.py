"""Who has done what, what each role may, and who can see this."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from networks.directory import access as directory
from networks.directory.models import Network
from networks.insight import access, queries, services
from networks.insight.forms import AuditFilter
from portal.access.doors import door
from portal.access.roles import Role
from portal.accounts.marks import MemberRequest
from portal.accounts.proof import Proof
from portal.ui.paging import page_of
from portal.ui.workspace import work_page


@require_safe
@door(directory.get_or_404, access.may_read_audit, proof=Proof(gettext_lazy("Log"), to_read=True))
def audit(request: MemberRequest, network: Network) -> HttpResponse:
    form = AuditFilter(request.GET or None, people=queries.actors(request.user, network))
    chosen = form.cleaned_data if form.is_valid() else {}
    found = queries.entries(request.user, network, **chosen)
    page = page_of(request, found.none() if form.errors else found)
    context = {
        "form": form,
        "page": page,
        "lines": queries.lines(page.object_list),
        "filtered": bool(form.errors) or any(chosen.values()),
        "may_export": access.may_export_audit(request.user, network),
    }
    return work_page(request, "networks/insight/audit.html", network, context)


@require_POST
@door(directory.get_or_404, access.may_export_audit, proof=Proof(gettext_lazy("Download the log")))
def export(request: MemberRequest, network: Network) -> HttpResponse:
    body = services.export_audit(network=network, by=request.user)
    name = f"logg-{timezone.localdate():%Y-%m-%d}.csv"
    return HttpResponse(
        body,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
@door(directory.get_or_404)
def roles(request: MemberRequest, network: Network) -> HttpResponse:
    context = {
        "roles": Role,
        "rows": queries.role_matrix(request.user, network),
        "may_see_people": access.may_see_people(request.user, network),
    }
    return work_page(request, "networks/insight/roles.html", network, context)


@require_safe
@door(directory.get_or_404, access.may_see_people)
def who(request: MemberRequest, network: Network) -> HttpResponse:
    context = {"people": queries.people_with_access(request.user, network)}
    return work_page(request, "networks/insight/who.html", network, context)
