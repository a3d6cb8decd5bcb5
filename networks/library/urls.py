"""Paths and names of the library. It stands outside all networks."""

from django.urls import path

from networks.library.views import desk, incoming, public, writing

app_name = "routine_library"
DRAFT = "<slug:key>/utkast/"
STEP = f"{DRAFT}steg/<slug:step>/"
urlpatterns = [
    path("", public.routines, name="routines"),
    path("skjema.json", public.schema, name="schema"),
    path("skriv/", desk.write, name="write"),
    path("skriv/ny/", writing.new, name="new"),
    path("skriv/forslag/", incoming.suggestions, name="suggestions"),
    path("skriv/forslag/<int:suggestion_id>/", incoming.answer, name="answer"),
    path("skriv/forslag/<int:suggestion_id>/ta-inn/", incoming.take_in, name="take_in"),
    path("skriv/bruk/", incoming.adoption, name="adoption"),
    path("<slug:key>/", public.routine, name="routine"),
    path("<slug:key>/<int:number>/", public.earlier, name="version"),
    path("<slug:key>/<int:number>/fil/", public.file, name="file"),
    path("<slug:key>/ny-versjon/", writing.start, name="start"),
    path(DRAFT, desk.draft, name="draft"),
    path(f"{DRAFT}om/", writing.head, name="head"),
    path(f"{DRAFT}nytt-steg/", writing.add, name="add_step"),
    path(STEP, writing.change, name="step"),
    path(f"{STEP}flytt/", writing.move, name="move_step"),
    path(f"{STEP}slett/", writing.delete, name="delete_step"),
    path(f"{DRAFT}send/", desk.send, name="send"),
    path(f"{DRAFT}ta-tilbake/", desk.take_back, name="take_back"),
    path(f"{DRAFT}forkast/", desk.discard, name="discard"),
    path(f"{DRAFT}sett-i-kraft/", desk.publish, name="publish"),
    path(f"{DRAFT}send-tilbake/", desk.send_back, name="send_back"),
]
