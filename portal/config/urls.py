"""One include per slice. Addresses are Norwegian nouns (architecture.md 11)."""

from django.urls import URLPattern, URLResolver, include, path

from networks.directory.urls import places_patterns
from networks.readiness.urls import calendar_patterns
from portal.config import api
from portal.ui import errors

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("portal.home.urls")),
    path("konto/", include("portal.accounts.urls")),
    path("", include("portal.notices.urls")),
    path("nettverk/", include("networks.urls")),
    path("", include(calendar_patterns)),
    path("bibliotek/rutiner/", include("networks.library.urls")),
    path("kommuner/", include((places_patterns, "places"))),
    path("", include("portal.config.probes")),
    path("api/v1/", api.urls),
    path("", include("knowledge.urls")),
]
