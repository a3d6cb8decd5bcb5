"""Paths and names of what is printed. They stand with the routines they are of."""

from django.urls import path

from networks.handbook import views

app_name = "handbook"
AT = "<slug:slug>/rutiner/"
urlpatterns = [
    path(f"{AT}perm.pdf", views.on_paper, name="on_paper"),
    path(f"{AT}perm.html", views.as_a_file, name="as_a_file"),
    path(f"{AT}<int:routine_id>/kort.pdf", views.card, name="card"),
]
