"""Paths and names of a network's year; and the one address that calendars outside read."""

from django.urls import path

from networks.readiness import views

app_name = "readiness"
ALL = "<slug:slug>/arshjul/"
ONE = f"{ALL}<int:item_id>/"
urlpatterns = [
    path(ALL, views.whole, name="year"),
    path(f"{ALL}sett-opp/", views.set_up, name="set_up"),
    path(f"{ALL}nytt/", views.add, name="add"),
    path(f"{ALL}kalender/", views.feed, name="feed"),
    path(f"{ALL}kalender/avslutt/", views.end_feed, name="end_feed"),
    path(ONE, views.item, name="item"),
    path(f"{ONE}endre/", views.change, name="change"),
    path(f"{ONE}gjort/", views.do, name="do"),
    path(f"{ONE}fjern/", views.remove, name="remove"),
]
calendar_patterns = [path("kalender/<slug:token>.ics", views.read_calendar, name="calendar")]
