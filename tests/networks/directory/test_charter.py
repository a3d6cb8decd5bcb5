"""Agreeing: a text, its versions, and who has signed which."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from networks.directory import access, services
from networks.directory.models import Charter, Network, Organisation, Signature
from networks.directory.queries import charters, parties
from networks.membership.services import found_network
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.tenancy.refusals import NotAllowed, NotVisible, Refused

Acting = Callable[[str], Any]


def change(network: Network, by: User, purpose: str = "Noe nytt", **told: Any) -> int:
    if "seen" not in told:
        told["seen"] = charters.charter_of(network).changed_at
    usual: dict[str, Any] = {"legal_basis": "task", "keep_talk_days": 30}
    return services.change_charter(network=network, purpose=purpose, by=by, **usual | told)


def sign(network: Network, by: User, organisation: Organisation | None = None, **told: Any) -> bool:
    own = organisation or parties.own_organisation(by, network)
    assert own is not None
    told = {"seen": charters.charter_of(network).changed_at} | told
    return services.sign_charter(network=network, organisation=own, title="Leder", by=by, **told)


def founded(by: User) -> Network:
    """A draft with two parties: the coordinator's own, and one without people."""
    network = found_network(
        name="Elvedal", preset="municipality", organisation="Egen", sector="municipality", function="", by=by
    )
    services.add_organisation(network=network, name="Annen", sector="police", by=by)
    return network


def test_changing_a_signed_text_makes_a_new_version(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as by:
        before = charters.charter_of(fjordby)
        version = change(fjordby, by)

        kept = fjordby.earlier_charters.get()
        assert (version, kept.version, kept.purpose, kept.legal_basis) == (2, 1, before.purpose, before.legal_basis)
        assert charters.signatures(fjordby, 1).count() == 2
        assert not charters.signatures(fjordby, 2).exists()


def test_changing_an_unsigned_text_keeps_its_version(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as by:
        change(fjordby, by)

        assert change(fjordby, by, "Noe annet") == 2
        assert charters.charter_of(fjordby).purpose == "Noe annet"


def test_saving_the_same_text_makes_no_version(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as by:
        same = charters.charter_of(fjordby)

        assert change(fjordby, by, same.purpose, legal_basis=same.legal_basis, keep_talk_days=90) == 1


def test_changing_is_refused_whoever_has_not_seen_the_present_text(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as by:
        seen = charters.charter_of(fjordby).changed_at
        change(fjordby, by, "Den enes")

        with pytest.raises(Refused, match="charter_changed_meanwhile"):
            change(fjordby, by, "Den andres", seen=seen)
        assert charters.charter_of(fjordby).purpose == "Den enes"


@pytest.mark.parametrize("who", ["contact", "member", "observer", "supervisor", "outsider-coordinator"])
def test_changing_is_the_coordinators(acting: Acting, fjordby: Network, who: str) -> None:
    with acting("coordinator"):
        seen = charters.charter_of(fjordby).changed_at

    with acting(who) as by, pytest.raises(NotAllowed):
        change(fjordby, by, seen=seen)


def test_the_application_does_not_write_the_charter(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator"), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Charter.objects.filter(network=fjordby).update(purpose="Uten ny versjon")


def test_the_application_does_not_write_a_signature(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator"), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Signature.objects.filter(network=fjordby).update(version=2)


def test_signing_stands_with_name_title_and_version(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as by:
        change(fjordby, by)
    with acting("contact") as contact:
        sign(fjordby, contact)

        signed = fjordby.signatures.get(version=2)
        assert (signed.signer, signed.title, signed.organisation.name) == (
            "Rune Solheim",
            "Leder",
            "Fjordby politistasjon",
        )


def test_signing_is_told_to_the_audit(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as by:
        change(fjordby, by)
        sign(fjordby, by)

        newest = Entry.objects.filter(network_id=fjordby.pk).latest("seq")
        assert (newest.action, newest.subject_label, newest.detail) == (
            "charter.signed",
            "Fjordby kommune",
            {"version": 2, "activated": False},
        )


def test_signing_twice_is_refused(acting: Acting, fjordby: Network) -> None:
    with acting("contact") as contact, pytest.raises(Refused, match="already_signed"):
        sign(fjordby, contact)


def test_signing_for_another_organisation_is_refused(acting: Acting, fjordby: Network) -> None:
    with acting("contact") as contact, pytest.raises(NotAllowed):
        sign(fjordby, contact, fjordby.organisations.get(name="Fjordby fengsel"))


@pytest.mark.parametrize("who", ["member", "mentor", "observer"])
def test_signing_takes_a_role_that_may(acting: Acting, fjordby: Network, who: str) -> None:
    with acting(who) as by, pytest.raises(NotAllowed):
        sign(fjordby, by)


def test_signing_is_refused_whoever_has_not_seen_the_present_text(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as by:
        seen = charters.charter_of(fjordby).changed_at
        change(fjordby, by)

        with pytest.raises(Refused, match="charter_changed_meanwhile"):
            sign(fjordby, by, seen=seen)


def test_signing_an_empty_charter_is_refused(acting: Acting) -> None:
    with acting("stranger") as by:
        network = founded(by)

        with pytest.raises(Refused, match="charter_not_complete"):
            sign(network, by)


def test_one_signature_makes_no_active_network(acting: Acting) -> None:
    with acting("stranger") as by:
        network = founded(by)
        change(network, by)

        assert sign(network, by) is False
        network.refresh_from_db()
        assert network.state == "draft"


def test_the_second_signature_makes_the_network_active(acting: Acting, persona: Callable[[str], User]) -> None:
    with acting("solveig.ness") as contact:
        network = Network.objects.get(slug="kystnettverket")
        before = network.state

        assert sign(network, contact) is True
        network.refresh_from_db()
        assert (before, network.state) == ("draft", "active")


def test_a_new_version_leaves_the_network_active(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as by:
        change(fjordby, by)

        fjordby.refresh_from_db()
        assert fjordby.state == "active"


def test_the_path_shows_who_has_signed_and_who_must_again(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as by:
        change(fjordby, by)
        sign(fjordby, by)
    with acting("contact") as contact:
        own = parties.own_organisation(contact, fjordby)
        steps = charters.signings(fjordby, charters.charter_of(fjordby), own)

    told = {step.party.organisation.name: (step.state, step.earlier) for step in steps}
    assert steps[0].party.organisation.name == "Fjordby kommune"
    assert told["Fjordby kommune"] == ("done", 1)
    assert told["Fjordby politistasjon"] == ("here", 1)
    assert told["Fjordby fengsel"] == ("ahead", None)


def test_an_earlier_version_is_read_inside_the_network_only(acting: Acting, fjordby: Network) -> None:
    with acting("coordinator") as by:
        change(fjordby, by)
    with acting("observer") as observer:
        found = access.get_earlier_charter_or_404(observer, "fjordby", 1)

    assert found.replaced_at - found.changed_at < timedelta(days=1)
    with acting("outsider-coordinator") as outsider, pytest.raises(NotVisible):
        access.get_earlier_charter_or_404(outsider, "fjordby", 1)
