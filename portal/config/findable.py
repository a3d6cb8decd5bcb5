"""Everything that can be found, laid in anew: after the tables have changed, and whenever an operator asks for it."""

from django.db import transaction
from wagtail.models import Page

from knowledge.library.services import show
from knowledge.search.choices import Kind
from knowledge.search.models import Entry, Word
from knowledge.search.services import Findable, lay
from networks.directory.models import Municipality
from networks.directory.queries import places


def lay_everything() -> int:
    """Municipalities by all their names, and every public page; returns how many."""
    with transaction.atomic():
        Entry.objects.all().delete()
        Word.objects.all().delete()
        every = places.municipalities()
        for municipality in every:
            lay(findable(municipality))
        pages = list(Page.objects.live().filter(depth__gt=3))
        for page in pages:
            show(page)
    return len(every) + len(pages)


def findable(municipality: Municipality) -> Findable:
    names = {municipality.name, *municipality.names}
    return Findable(
        key=f"place:{municipality.number}", kind=Kind.PLACE, title=str(municipality),
        address=f"/kommuner/kommune/{municipality.number}/",
        lead=f"Kommune i {municipality.county.name}. Se hvilket RVTS som svarer.",
        named=" ".join([*names, *map(places.fold, names)]),
        text=f"kommune RVTS {municipality.county.name}",
    )  # fmt: skip
