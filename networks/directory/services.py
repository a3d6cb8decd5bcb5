"""Changes of the network itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from networks.directory.choices import USUAL_REGIME, Sector
from networks.directory.models import County, Network, Organisation, Territory
from networks.directory.queries.charters import whose_signature_stands
from portal.accounts.models import User
from portal.audit.services import record
from portal.notices import services as notices
from portal.tenancy.functions import call
from portal.tenancy.refusals import Refused


def add_organisation(*, network: Network, name: str, sector: str, regime: str = "", by: User) -> Organisation:
    """A new party. Without a regime it gets the usual one of its kind. Raises Refused("organisation_name_taken")."""
    organisation = Organisation(
        network=network, name=name, sector=sector, regime=regime or usual_regime(sector), joined_on=timezone.localdate()
    )
    with transaction.atomic():
        with one_of_a_name():
            organisation.save(force_insert=True)
        record_party("organisation.added", organisation, by=by)
    return organisation


def change_organisation(*, organisation: Organisation, name: str, sector: str, regime: str = "", by: User) -> None:
    """Raises Refused("organisation_name_taken")."""
    organisation.name, organisation.sector = name, sector
    organisation.regime = regime or usual_regime(sector)
    with transaction.atomic():
        with one_of_a_name():
            organisation.save(update_fields=["name", "sector", "regime"])
        record_party("organisation.changed", organisation, by=by)


def usual_regime(sector: str) -> str:
    return USUAL_REGIME[Sector(sector)]


@contextmanager
def one_of_a_name() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Refused("organisation_name_taken") from error


def record_party(action: str, organisation: Organisation, *, by: User) -> None:
    record(
        organisation.network_id,
        action,
        organisation,
        label=organisation.name,
        sector=organisation.sector,
        regime=organisation.regime,
        by=by,
    )


def end_participation(*, organisation: Organisation, by: User) -> None:
    """From today the organisation is no party. Its open invitations are taken back, its signatures stay.

    Raises Refused("organisation_has_members") while anybody belongs for it.
    """
    with transaction.atomic():
        call("end_participation", organisation=organisation.pk)
        record_party("organisation.left", organisation, by=by)


def take_part_again(*, organisation: Organisation, by: User) -> None:
    """A party that left is a party again from today. What it signed before counts if that version is in force."""
    with transaction.atomic():
        call("take_part_again", organisation=organisation.pk)
        record_party("organisation.added", organisation, by=by)


def change_charter(
    *, network: Network, purpose: str, legal_basis: str, keep_talk_days: int, seen: datetime | None, by: User
) -> int:
    """Write the agreement and return its version: a new one when somebody has signed the present text, and whose
    signature so falls is told that there is news.

    Raises Refused("charter_changed_meanwhile") when `seen` is not the moment of the last change.
    """
    with transaction.atomic():
        signers = list(whose_signature_stands(network).exclude(pk=by.pk))  # before a new version takes the place
        version: int = call(
            "change_charter",
            network=network.pk,
            seen=seen,
            purpose=purpose,
            legal_basis=legal_basis,
            keep_talk_days=keep_talk_days,
        )
        record(network.pk, "charter.changed", label=network.name, version=version, legal_basis=legal_basis, by=by)
        for signer in signers:
            notices.tell(signer)
    return version


def sign_charter(*, network: Network, organisation: Organisation, title: str, seen: datetime | None, by: User) -> bool:
    """Sign for one's own organisation, in one's own name. Returns whether the network became active by it.

    Raises Refused: charter_not_complete, charter_changed_meanwhile, already_signed.
    """
    with transaction.atomic():
        activated: bool = call(
            "sign_charter", network=network.pk, organisation=organisation.pk, seen=seen, signer=by.name, title=title
        )
        version = network.signatures.filter(organisation=organisation).latest("version").version
        record(
            network.pk,
            "charter.signed",
            organisation,
            label=organisation.name,
            version=version,
            activated=activated,
            by=by,
        )
    return activated


def change_network(*, network: Network, name: str, note: str, preset: str, shows_presence: bool, by: User) -> None:
    """The address never changes: links in letters and notes would lead nowhere."""
    network.name, network.note, network.preset, network.shows_presence = name, note, preset, shows_presence
    with transaction.atomic():
        network.save(update_fields=["name", "note", "preset", "shows_presence"])
        told = {"preset": preset, "shows_presence": shows_presence}
        record(network.pk, "network.changed", network, label=name, **told, by=by)


def add_municipality(*, network: Network, number: str, by: User) -> None:
    """Twice is once."""
    with transaction.atomic():
        _found, made = Territory.objects.get_or_create(network=network, municipality_id=number)
        if made:
            record(network.pk, "network.changed", network, label=network.name, municipality_added=number, by=by)


def remove_municipality(*, territory: Territory, by: User) -> None:
    network, number = territory.network, territory.municipality_id
    with transaction.atomic():
        territory.delete()
        record(network.pk, "network.changed", network, label=network.name, municipality_removed=number, by=by)


def correct_region(*, county: County, region: str, valid_from: date, source: str, certain: bool, by: User) -> None:
    """A new line; the old ones stay. Raises Refused("source_missing"), and NotAllowed without a living office."""
    with transaction.atomic():
        call("correct_region", county=county.pk, region=region, valid_from=valid_from, certain=certain, source=source)
