"""Taking out the handbook. It holds names and phones, so that it was taken out is written down."""

from django.db import transaction
from django.utils import timezone

from networks.directory.models import Network
from networks.handbook.queries.book import book_page, book_paper
from portal.accounts.models import User
from portal.audit.services import record


def on_paper(*, network: Network, by: User) -> bytes:
    """All that is in force and the contact list, as a PDF."""
    with transaction.atomic():
        made = book_paper(by, network, at=timezone.now())
        record(network.pk, "handbook.taken_out", network, form="pdf", by=by)
    return made


def as_a_file(*, network: Network, by: User) -> str:
    """The same as one HTML file that loads nothing."""
    with transaction.atomic():
        made = book_page(by, network, at=timezone.now())
        record(network.pk, "handbook.taken_out", network, form="html", by=by)
    return made
