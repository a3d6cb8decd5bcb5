"""Paths and names of one's notices."""

from django.urls import path

from portal.notices import views

app_name = "notices"
urlpatterns = [
    path("hjem/varsler/", views.notices, name="list"),
    path("hjem/varsler/lest/", views.read, name="read"),
    path("konto/varsler/", views.choose, name="choose"),
    path("konto/varsler/stopp/<str:token>/", views.stop, name="stop"),
    path("konto/varsler/nettleser/", views.add_browser, name="add_browser"),
    path("konto/varsler/nettleser/fjern/", views.forget_browsers, name="forget_browsers"),
    path("varsler.js", views.worker, name="worker"),
]
