from django.urls import include, path, register_converter
from wagtail.admin import urls as tool
from wagtail.utils.urlpatterns import decorate_urlpatterns

from knowledge.library import views


class Address:
    """Of a page in one of the three parts, as Wagtail knows it. Nothing else in the portal begins like that."""

    regex = r"(?:fenomenkunnskap|nettverk-og-veiledning|ressurser)/(?:[\w\-]+/)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Address, "address")
urlpatterns = [
    path("redaktor/", include(decorate_urlpatterns(tool.urlpatterns, views.editors))),
    path("<address:address>", views.page, name="wagtail_serve"),
]
