"""Paths and names of runs. They stand under the routines: a routine is what one follows there."""

from django.urls import path

from networks.runs.views import runs, steps

app_name = "runs"
RUN = "<slug:slug>/rutiner/i-gang/<int:run_id>/"
STEP = f"{RUN}steg/<slug:step>/"
urlpatterns = [
    path("<slug:slug>/rutiner/folg/", runs.start, name="start"),
    path(RUN, runs.run, name="run"),
    path(f"{RUN}avslutt/", runs.end, name="end"),
    path(f"{RUN}hent/", steps.take, name="take"),
    path(f"{STEP}gjort/", steps.done, name="done"),
    path(f"{STEP}hopp-over/", steps.skip, name="skip"),
    path(f"{STEP}ta-opp/", steps.reopen, name="reopen"),
    path(f"{STEP}kryss/", steps.tick, name="tick"),
    path(f"{STEP}ansvar/", steps.assign, name="assign"),
    path(f"{STEP}frist/", steps.move, name="move"),
    path(f"{STEP}laert/", steps.note, name="note"),
]
