from django.urls import include, path, register_converter
from wagtail.admin import urls as tool
from wagtail.utils.urlpatterns import decorate_urlpatterns

from knowledge.library import views


class Address:
    """Of a page in one of the three parts or beside them, as Wagtail knows it. Nothing else here begins like that."""

    beginnings = (
        "fenomenkunnskap", "nettverk-og-veiledning", "ressurser", "ofte-spurt", "aktuelt", "rvts", "om-utveier",
        "tilgjengelighet", "personvern",
    )  # fmt: skip
    regex = rf"(?:{'|'.join(beginnings)})/(?:[\w\-]+/)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Address, "address")
urlpatterns = [
    path("redaktor/", include(decorate_urlpatterns(tool.urlpatterns, views.editors))),
    path("filer/<path:name>", views.file, name="knowledge_file"),
    path("<address:address>", views.page, name="wagtail_serve"),
]
beside = [
    path("<uuid:key>/", views.permanent, name="permanent"),
    path("<uuid:key>/stem/", views.vote, name="vote"),
]
