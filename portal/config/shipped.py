"""The routines that come with the portal. Each is laid in once; from then on it is the supervisors' to write anew."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from networks.library.choices import OWNER
from networks.library.models import LibraryRoutine, LibraryVersion
from networks.steps.exchange import Document, read
from networks.versions.choices import VersionState
from portal.bootstrap import ROOT

ROUTINES = ROOT / "networks" / "library" / "data"
YEAR = timedelta(days=365)


def lay_routines() -> int:
    """Those that are not there yet, originals before what translates them, as the maintenance role; returns how many."""
    known = set(LibraryRoutine.objects.values_list("key", flat=True))
    shipped = [read(file.read_text("utf-8")) for file in sorted(ROUTINES.glob("*.yaml"))]
    missing = sorted((one for one in shipped if one.id not in known), key=lambda one: bool(one.variant_of))
    with transaction.atomic():
        for document in missing:
            lay(document)
    return len(missing)


def lay(document: Document) -> None:
    routine = LibraryRoutine.objects.create(
        key=document.id,
        kind=document.kind,
        language=document.language,
        owner=OWNER,
        variant_of=LibraryRoutine.objects.get(key=document.variant_of) if document.variant_of else None,
    )
    now, today = timezone.now(), timezone.localdate()
    LibraryVersion.objects.create(
        routine=routine,
        number=1,
        state=VersionState.PUBLISHED,
        content=document.content.as_data(),
        in_force_on=today,
        review_on=today + YEAR,
        changed_at=now,
        published_at=now,
    )
