"""Paths and names of one's networks, a network's front page, its members and its handover."""

from django.urls import path

from networks.membership import views

app_name = "membership"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("nytt/", views.found, name="found"),
    path("pauset/<int:member_id>/forlat/", views.leave_paused, name="leave_paused"),
    path("<slug:slug>/", views.front, name="front"),
    path("<slug:slug>/medlemmer/", views.members, name="members"),
    path("<slug:slug>/medlemmer/bekreft/", views.confirm_chosen, name="confirm_chosen"),
    path("<slug:slug>/medlemmer/<int:member_id>/", views.member, name="member"),
    path("<slug:slug>/medlemmer/<int:member_id>/rolle/", views.change_role, name="change_role"),
    path("<slug:slug>/medlemmer/<int:member_id>/pause/", views.pause, name="pause"),
    path("<slug:slug>/medlemmer/<int:member_id>/gjenoppta/", views.resume, name="resume"),
    path("<slug:slug>/medlemmer/<int:member_id>/bekreft/", views.confirm, name="confirm"),
    path("<slug:slug>/medlemmer/<int:member_id>/avslutt/", views.end, name="end"),
    path("<slug:slug>/overlevering/", views.handover, name="handover"),
    path("<slug:slug>/overlevering/foresla/", views.propose_handover, name="propose_handover"),
    path("<slug:slug>/overlevering/<int:handover_id>/godta/", views.accept_handover, name="accept_handover"),
    path("<slug:slug>/overlevering/<int:handover_id>/trekk/", views.withdraw_handover, name="withdraw_handover"),
]
