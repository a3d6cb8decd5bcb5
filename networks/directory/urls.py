"""Paths and names of a network's parties, its agreement and its settings, and of the public directory."""

from django.urls import path

from networks.directory.views import charters, parties, places, settings

app_name = "directory"
urlpatterns = [
    path("<slug:slug>/virksomheter/", parties.organisations, name="organisations"),
    path("<slug:slug>/virksomheter/ny/", parties.add, name="add_organisation"),
    path("<slug:slug>/virksomheter/<int:organisation_id>/", parties.change, name="organisation"),
    path("<slug:slug>/virksomheter/<int:organisation_id>/avslutt/", parties.end, name="end_organisation"),
    path("<slug:slug>/virksomheter/<int:organisation_id>/gjenoppta/", parties.resume, name="resume_organisation"),
    path("<slug:slug>/avtale/", charters.charter, name="charter"),
    path("<slug:slug>/avtale/endre/", charters.change, name="change_charter"),
    path("<slug:slug>/avtale/signer/", charters.sign, name="sign_charter"),
    path("<slug:slug>/avtale/<int:version>/", charters.earlier, name="earlier_charter"),
    path("<slug:slug>/innstillinger/", settings.settings, name="settings"),
    path("<slug:slug>/innstillinger/kommuner/", settings.add_municipality, name="add_municipality"),
    path(
        "<slug:slug>/innstillinger/kommuner/<str:number>/fjern/",
        settings.remove_municipality,
        name="remove_municipality",
    ),
]
# Included on its own under kommuner/: the directory belongs to no network.
places_patterns = [
    path("", places.municipalities, name="municipalities"),
    path("regioner/", places.regions, name="regions"),
    path("kommune/<str:number>/", places.municipality, name="municipality"),
    path("<str:number>/", places.county, name="county"),
    path("<str:number>/rett/", places.correct, name="correct_region"),
]
