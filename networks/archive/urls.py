"""Paths and names of packages and case documents. They stand with the room they are of."""

from django.urls import path

from networks.archive import views

app_name = "archive"
ROOM = "<slug:slug>/samtaler/<int:room_id>"
DOCUMENT = f"{ROOM}/saksdokumenter/<int:document_id>"
urlpatterns = [
    path(f"{ROOM}/pakke/", views.export, name="export"),
    path(f"{ROOM}/saksdokumenter/", views.case_documents, name="case_documents"),
    path(f"{DOCUMENT}/pakke/", views.export_document, name="export_document"),
    path(f"{DOCUMENT}/angre/", views.unmark, name="unmark"),
    path(f"{DOCUMENT}/mottatt/", views.receive, name="receive"),
    path(f"{ROOM}/<int:topic_id>/<int:number>/saksdokument/", views.mark, name="mark"),
]
