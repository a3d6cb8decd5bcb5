from django.urls import include, path

from knowledge.library.urls import beside

urlpatterns = [
    path("", include("knowledge.search.urls")),
    path("", include("knowledge.feeds.urls")),
    path("", include("knowledge.editing.urls")),
    path("fagstoff/", include((beside, "library"))),
    path("", include("knowledge.library.urls")),
]
