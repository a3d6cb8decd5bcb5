"""The portal's addresses, and three views that ask for a recent proof."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from portal.accounts.marks import signed_in
from portal.accounts.proof import Proof, recently_proved


def answer(request: HttpRequest) -> HttpResponse:
    lines = [request.method, request.GET.get("side"), *request.POST.getlist("valg"), request.POST.get("tekst")]
    return HttpResponse("|".join(map(str, lines)))


def with_files(request: HttpRequest) -> HttpResponse:
    return answer(request) if not request.FILES else HttpResponse(status=400)


change = signed_in(recently_proved(Proof("Change the role"))(answer))
files = signed_in(recently_proved(Proof("Save"))(with_files))
look = signed_in(recently_proved(Proof("Insight", to_read=True))(answer))
urlpatterns = [
    path("", include("portal.config.urls")),
    path("proof/change/", change),
    path("proof/files/", files),
    path("proof/look/", look),
]
