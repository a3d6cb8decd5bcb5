"""One include per slice."""

from django.urls import include, path

app_name = "networks"
urlpatterns = [
    path("", include("networks.directory.urls")),
    path("", include("networks.insight.urls")),
    path("", include("networks.archive.urls")),
    path("", include("networks.discussion.urls")),
    path("", include("networks.reports.urls")),
    path("", include("networks.runs.urls")),
    path("", include("networks.handbook.urls")),
    path("", include("networks.routines.urls")),
    path("", include("networks.functions.urls")),
    path("", include("networks.suggestions.urls")),
    path("", include("networks.readiness.urls")),
    path("", include("networks.entry.urls")),
    path("", include("networks.membership.urls")),
]
