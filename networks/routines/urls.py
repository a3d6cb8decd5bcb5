"""Paths and names of a network's routines."""

from django.urls import path

from networks.routines.views import drafts, files, news, reading, routines, steps

app_name = "routines"
ONE = "<slug:slug>/rutiner/<int:routine_id>/"
DRAFT = f"{ONE}utkast/"
STEP = f"{DRAFT}steg/<slug:step>/"
urlpatterns = [
    path("<slug:slug>/rutiner/", routines.routines, name="routines"),
    path("<slug:slug>/rutiner/ny/", routines.new, name="new"),
    path("<slug:slug>/rutiner/adopter/", routines.adopt, name="adopt"),
    path("<slug:slug>/rutiner/fra-fil/", files.read_in, name="read_in"),
    path(ONE, routines.routine, name="routine"),
    path(f"{ONE}versjon/<int:number>/", routines.version, name="version"),
    path(f"{ONE}versjon/<int:number>/ta-ut/", files.take_out, name="take_out"),
    path(f"{ONE}start/", routines.start, name="start"),
    path(f"{ONE}laert/<int:lesson_id>/brukt/", routines.use_lesson, name="use_lesson"),
    path(f"{ONE}legg-bort/", routines.put_away, name="put_away"),
    path(f"{ONE}ta-fram/", routines.take_up, name="take_up"),
    path(DRAFT, drafts.draft, name="draft"),
    path(f"{DRAFT}om/", drafts.head, name="head"),
    path(f"{DRAFT}send/", drafts.send, name="send"),
    path(f"{DRAFT}ta-tilbake/", drafts.take_back, name="take_back"),
    path(f"{DRAFT}forkast/", drafts.discard, name="discard"),
    path(f"{DRAFT}nytt-steg/", steps.add, name="add_step"),
    path(STEP, steps.change, name="step"),
    path(f"{STEP}flytt/", steps.move, name="move_step"),
    path(f"{STEP}til-side/", steps.hide, name="hide_step"),
    path(f"{STEP}fram/", steps.show, name="show_step"),
    path(f"{STEP}slett/", steps.delete, name="delete_step"),
    path(f"{DRAFT}les/", reading.read, name="read"),
    path(f"{DRAFT}les/sett-i-kraft/", reading.publish, name="publish"),
    path(f"{DRAFT}les/send-tilbake/", reading.send_back, name="send_back"),
    path(f"{DRAFT}nytt-fra-kilden/", news.news, name="news"),
    path(f"{DRAFT}nytt-fra-kilden/hent/", news.look, name="look"),
]
