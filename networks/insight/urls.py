"""Paths and names of insight."""

from django.urls import path

from networks.insight import views

app_name = "insight"
urlpatterns = [
    path("<slug:slug>/innsyn/", views.audit, name="audit"),
    path("<slug:slug>/innsyn/fil/", views.export, name="export"),
    path("<slug:slug>/tilgang/", views.roles, name="roles"),
    path("<slug:slug>/tilgang/hvem/", views.who, name="who"),
]
