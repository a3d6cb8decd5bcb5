"""Paths and names of what a network suggests to the source of a routine."""

from django.urls import path

from networks.suggestions import views

app_name = "suggestions"
AT = "<slug:slug>/rutiner/<int:routine_id>/forslag/"
urlpatterns = [
    path(AT, views.suggestions, name="suggestions"),
    path(f"{AT}steg/<slug:step>/", views.suggest, name="suggest"),
    path(f"{AT}<int:suggestion_id>/enig/", views.agree, name="agree"),
    path(f"{AT}<int:suggestion_id>/ta-tilbake/", views.take_back, name="take_back"),
]
