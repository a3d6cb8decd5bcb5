from django.urls import include, path

urlpatterns = [path("", include("knowledge.library.urls"))]
