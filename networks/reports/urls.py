"""Paths and names of reports. One is made where the message stands, and answered outside its room."""

from django.urls import path

from networks.reports import views

app_name = "reports"
MESSAGE = "<slug:slug>/samtaler/<int:room_id>/<int:topic_id>/<int:number>"
urlpatterns = [
    path(f"{MESSAGE}/meld/", views.make, name="make"),
    path(f"{MESSAGE}/las/", views.lock, name="lock"),
    path("<slug:slug>/meldt/", views.reports, name="reports"),
    path("<slug:slug>/meldt/<int:report_id>/", views.report, name="report"),
    path("<slug:slug>/meldt/<int:report_id>/svar/", views.answer, name="answer"),
]
