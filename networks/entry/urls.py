"""Paths and names of the ways in."""

from django.urls import path

from networks.entry.views import joining, letters, opening, sheets, visits

app_name = "entry"
urlpatterns = [
    path("invitasjon/<str:token>/", opening.invitation, name="invitation"),
    path("bli-med/<str:code>/", joining.join, name="join"),
    path("<slug:slug>/medlemmer/inviter/", letters.invite, name="invite"),
    path("<slug:slug>/invitasjoner/", letters.invitations, name="invitations"),
    path("<slug:slug>/invitasjoner/<int:invitation_id>/trekk/", letters.revoke, name="revoke"),
    path("invitasjon/<str:token>/ta-imot/", opening.accept, name="accept"),
    path("<slug:slug>/invitasjoner/<int:invitation_id>/igjen/", letters.resend, name="resend"),
    path("<slug:slug>/invitasjoner/fil/", sheets.sheet, name="sheet"),
    path("<slug:slug>/invitasjoner/fil/send/", sheets.send_sheet, name="send_sheet"),
    path("<slug:slug>/invitasjoner/fil/eksempel/", sheets.sample, name="sample"),
    path("<slug:slug>/foresporsler/", joining.requests, name="requests"),
    path("<slug:slug>/foresporsler/<int:request_id>/", joining.answer, name="answer"),
    path("<slug:slug>/foresporsler/<int:request_id>/avsla/", joining.decline, name="decline"),
    path("<slug:slug>/foresporsler/lenke/", joining.renew_join_link, name="renew_join_link"),
    path("<slug:slug>/foresporsler/lenke/steng/", joining.close_join_link, name="close_join_link"),
    path("<slug:slug>/gjester/", visits.visits, name="guests"),
    path("<slug:slug>/gjester/slipp-inn/", visits.let_in, name="let_in"),
    path("<slug:slug>/gjester/<int:visit_id>/forny/", visits.renew_visit, name="renew_visit"),
    path("<slug:slug>/gjester/<int:visit_id>/avslutt/", visits.end_visit, name="end_visit"),
]
