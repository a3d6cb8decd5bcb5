"""Taking the audit out as a file."""

import csv
import io
from collections.abc import Iterable
from unicodedata import category, normalize

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from networks.directory.models import Network
from networks.insight.queries import MOST_EXPORTED, AuditLine, entries, lines
from portal.accounts.models import User
from portal.audit.services import record

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")  # a spreadsheet would read these as a formula


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP ASVS 1.2.10), wide and invisible signs before it included."""
    told = "".join(sign for sign in normalize("NFKC", cell) if category(sign) != "Cf")
    return f"'{cell}" if any(text.startswith(DANGEROUS) for text in (cell, told, told.lstrip())) else cell


def export_audit(*, network: Network, by: User) -> bytes:
    """The whole audit as CSV, newest first: UTF-8 with a byte order mark and semicolons, as Excel in Norway reads."""
    with transaction.atomic():
        body = as_csv(lines(entries(by, network)[:MOST_EXPORTED]))
        record(
            network.pk, "audit.exported", network, by=by
        )  # last: until the end, everybody else's entries wait for this one
    return body.encode("utf-8-sig")


def as_csv(rows: Iterable[AuditLine]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow([_("Number"), _("When"), _("Who"), _("Role"), _("What"), _("Code")])
    for row in rows:
        when = timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M:%S")
        writer.writerow([str(row.number), when, *map(harmless, (row.who, row.role, row.sentence, row.action))])
    return out.getvalue()
