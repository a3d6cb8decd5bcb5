"""The read API under /api/v1/, described by its own OpenAPI document. Nothing in it needs or knows a session."""

from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from wagtail.utils.urlpatterns import decorate_urlpatterns

from knowledge.opendata.views import LICENCE, router
from portal.accounts.marks import View, public

api = NinjaAPI(
    title="Utveier", version="1", urls_namespace="api", docs_url=None,
    description="Open data of the public knowledge base. Read-only; the licence of the texts is CC BY 4.0.",
    openapi_extra={"info": {"license": {"name": "CC BY 4.0", "url": LICENCE}}},
)  # fmt: skip
api.add_router("/knowledge/", router)
NINJAS_OWN = {"api-root", "openapi-json"}
patterns, app_name, namespace = api.urls


def read_only(view: View) -> View:
    """Ninja's own two addresses would answer any method."""
    return public(require_safe(view))


for pattern in patterns:
    decorate_urlpatterns([pattern], read_only if getattr(pattern, "name", "") in NINJAS_OWN else public)
urls = (list(patterns), app_name, namespace)
