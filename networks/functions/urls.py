"""Paths and names of a network's contact list."""

from django.urls import path

from networks.functions import views

app_name = "functions"
AT = "<slug:slug>/funksjoner/"
urlpatterns = [
    path(AT, views.functions, name="functions"),
    path(f"{AT}ny/", views.name, name="name"),
    path(f"{AT}<int:holding_id>/ta-av/", views.take_off, name="take_off"),
    path(f"{AT}<int:holding_id>/bekreft/", views.confirm, name="confirm"),
]
