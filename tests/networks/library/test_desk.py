"""At the supervisors' desk a routine is written step by step, on pages."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from networks.library.models import LibraryVersion
from networks.steps.content import Content
from networks.steps.exchange import read
from portal.tenancy.context import acting_as
from tests.networks.routines.conftest import SOON, Acting, publish, source

__all__ = ["publish", "source"]
SignedIn = Callable[[str], Client]
AT = "/bibliotek/rutiner/prove/utkast/"


def draft(acting: Acting, key: str = "prove") -> Content:
    with acting("supervisor"):
        return LibraryVersion.objects.get(routine__key=key, number=None).wording


@pytest.fixture
def desk(signed_in: SignedIn, source: LibraryVersion) -> Client:
    """A supervisor who has begun the next version."""
    client = signed_in("supervisor")
    assert client.post("/bibliotek/rutiner/prove/ny-versjon/")["Location"] == AT
    return client


def test_a_new_routine_gets_its_id_from_its_name(signed_in: SignedIn, acting: Acting) -> None:
    told = {"title": "Når noen ringer på", "kind": "routine", "language": "nb"}
    answer = signed_in("supervisor").post("/bibliotek/rutiner/skriv/ny/", told)

    assert answer["Location"] == "/bibliotek/rutiner/nar-noen-ringer-pa/utkast/"
    assert draft(acting, "nar-noen-ringer-pa").head.title == "Når noen ringer på"


@pytest.mark.parametrize("title", ["a_b", "__a--b__c_", "x" * 59 + "_y"])
def test_an_id_from_a_name_is_one_that_a_file_may_have(desk: Client, acting: Acting, title: str) -> None:
    told = {"title": title, "kind": "routine", "language": "nb"}
    key = desk.post("/bibliotek/rutiner/skriv/ny/", told)["Location"].split("/")[3]
    desk.post(f"/bibliotek/rutiner/{key}/utkast/nytt-steg/", {"title": "Ring", "role": "coordinator", "after": "start"})

    assert read(desk.get(f"/bibliotek/rutiner/skriv/?fra={key}").context["form"].initial["text"]).id == key


@pytest.mark.parametrize("title", ["Skriv", "Prøve", "…"])
def test_a_name_that_leads_elsewhere_is_refused_and_stays(
    signed_in: SignedIn, source: LibraryVersion, title: str
) -> None:
    told = {"title": title, "kind": "routine", "language": "nb"}
    page = signed_in("supervisor").post("/bibliotek/rutiner/skriv/ny/", told).content.decode()

    assert "Another routine is called so already" in page
    assert f'value="{title}"' in page


def test_a_step_is_added_reworded_moved_and_deleted(desk: Client, acting: Acting) -> None:
    before = draft(acting).order
    told = {"title": "Ring", "role": "coordinator", "after": "start"}
    desk.post(f"{AT}nytt-steg/?etter={before[0]}", told)
    [added] = set(draft(acting).order) - set(before)
    assert draft(acting).order[1] == added

    page = desk.get(f"{AT}steg/{added}/")
    seen = page.context["form"].initial["seen"]
    desk.post(f"{AT}steg/{added}/", {**told, "title": "Ring først", "seen": seen})
    desk.post(f"{AT}steg/{added}/flytt/", {"way": "up"})
    assert (draft(acting).order[0], draft(acting).steps[0].title) == (added, "Ring først")

    desk.post(f"{AT}steg/{added}/slett/")
    assert draft(acting).order == before


def test_the_name_and_the_purpose_are_changed(desk: Client, acting: Acting) -> None:
    seen = desk.get(f"{AT}om/").context["form"].initial["seen"]
    desk.post(f"{AT}om/", {"title": "Nytt navn", "purpose": "Når det gjelder", "seen": seen})

    assert (draft(acting).head.title, draft(acting).head.purpose) == ("Nytt navn", "Når det gjelder")


def test_two_windows_do_not_overwrite_each_other(desk: Client, acting: Acting) -> None:
    step = draft(acting).steps[0]
    seen = desk.get(f"{AT}steg/{step.id}/").context["form"].initial["seen"]
    told = {"role": step.role, "after": "start", "seen": seen}
    desk.post(f"{AT}steg/{step.id}/", {**told, "title": "Den ene"})
    answer = desk.post(f"{AT}steg/{step.id}/", {**told, "title": "Den andre", "helpers": ["school", "nav"]})
    page = answer.content.decode()

    assert draft(acting).steps[0].title == "Den ene"
    assert "Somebody else has changed this meanwhile" in page
    assert 'value="Den andre"' in page
    assert answer.context["form"]["helpers"].value() == ["school", "nav"]

    again = {"seen": answer.context["form"]["seen"].value(), "title": "Den andre"}
    desk.post(f"{AT}steg/{step.id}/", told | again)
    assert draft(acting).steps[0].title == "Den andre"


def test_a_file_does_not_overwrite_what_another_wrote_meanwhile(desk: Client, acting: Acting) -> None:
    at = "/bibliotek/rutiner/skriv/?fra=prove"
    told = desk.get(at).context["form"].initial
    desk.post(f"{AT}steg/merk/slett/")
    told["text"] = told["text"].replace("Drøft uroen", "Drøft den")

    page = desk.post(at, told)
    assert "merk" not in draft(acting).order
    assert "Somebody has changed this since you opened it" in page.content.decode()
    assert "Drøft den" in page.content.decode()

    desk.post(at, {**told, "seen": page.context["form"]["seen"].value()})
    assert draft(acting).parts["drofte"].title == "Drøft den"


def test_a_file_brought_along_does_not_replace_a_draft_unseen(desk: Client, acting: Acting) -> None:
    text = desk.get("/bibliotek/rutiner/prove/1/fil/").content.decode().replace("Drøft uroen", "Drøft den")

    page = desk.post("/bibliotek/rutiner/skriv/", {"text": text})

    assert "Somebody has changed this since you opened it" in page.content.decode()
    assert draft(acting).parts["drofte"].title == "Drøft uroen"


def test_what_is_with_its_reader_is_not_changed(desk: Client, acting: Acting) -> None:
    step = draft(acting).steps[0].id
    sent = {"note": "Ny", "significance": "major", "review_on": SOON}
    desk.post(f"{AT}send/", sent)
    before = draft(acting)
    desk.post(f"{AT}steg/{step}/slett/")

    assert draft(acting) == before


def test_nobody_else_begins_the_next_version(signed_in: SignedIn, source: LibraryVersion) -> None:
    for who in ("coordinator", "editor", "operator"):
        assert signed_in(who).post("/bibliotek/rutiner/prove/ny-versjon/").status_code == 404

    with acting_as(None):
        assert not LibraryVersion.objects.filter(routine__key="prove", number=None).exists()


def test_only_supervisors_are_offered_to_write(signed_in: SignedIn, source: LibraryVersion) -> None:
    offered = {
        who: "ny-versjon" in signed_in(who).get("/bibliotek/rutiner/prove/").content.decode()
        for who in ("supervisor", "coordinator", "")
    }

    assert offered == {"supervisor": True, "coordinator": False, "": False}


def test_the_desk_begins_the_next_version_of_each_in_force(signed_in: SignedIn, source: LibraryVersion) -> None:
    page = signed_in("supervisor").get("/bibliotek/rutiner/skriv/").content.decode()

    assert 'action="/bibliotek/rutiner/prove/ny-versjon/"' in page
    assert 'action="/bibliotek/rutiner/nasjonal-fire-steg/ny-versjon/"' in page


@pytest.mark.parametrize("page", ["nytt-steg/", "steg/merk/", "om/"])
def test_what_is_written_while_a_reader_has_it_is_kept_on_the_page(desk: Client, acting: Acting, page: str) -> None:
    seen = desk.get(f"{AT}{page}").context["form"].initial["seen"]
    desk.post(f"{AT}send/", {"note": "Ny", "significance": "major", "review_on": SOON})
    before = draft(acting)
    told = {"title": "Ringte ingen", "role": "coordinator", "after": "start", "seen": seen}
    answer = desk.post(f"{AT}{page}", told)

    assert draft(acting) == before
    assert 'value="Ringte ingen"' in answer.content.decode()


class TestTheSecondReader:
    @pytest.fixture
    def sent(self, desk: Client) -> Client:
        desk.post(f"{AT}send/", {"note": "Ny", "significance": "major", "review_on": SOON})
        return desk

    def test_puts_it_in_force_from_the_page(self, sent: Client, signed_in: SignedIn) -> None:
        reader = signed_in("supervisor-expired")
        page = reader.get(AT)
        assert "sett-i-kraft" in page.content.decode()

        seen = {"seen": page.context["version"].seen_as}
        assert reader.post(f"{AT}sett-i-kraft/", seen)["Location"] == "/bibliotek/rutiner/prove/"
        assert reader.get("/bibliotek/rutiner/prove/2/").status_code == 200

    def test_sends_it_back_with_a_remark(self, sent: Client, signed_in: SignedIn) -> None:
        reader = signed_in("supervisor-expired")
        seen = reader.get(AT).context["version"].seen_as
        reader.post(f"{AT}send-tilbake/", {"remark": "Hvem ringer?", "seen": seen})

        assert "Hvem ringer?" in sent.get(AT).content.decode()

    @pytest.mark.parametrize("answer", ["sett-i-kraft/", "send-tilbake/"])
    def test_answers_to_what_her_page_showed(
        self, sent: Client, signed_in: SignedIn, acting: Acting, answer: str
    ) -> None:
        reader = signed_in("supervisor-expired")
        seen = re.findall(r'name="seen" value="([^"]+)"', reader.get(AT).content.decode())
        assert len(seen) == 2
        sent.post(f"{AT}ta-tilbake/")
        sent.post(f"{AT}steg/merk/slett/")
        sent.post(f"{AT}send/", {"note": "Ny", "significance": "major", "review_on": SOON})
        page = reader.post(f"{AT}{answer}", {"remark": "Hvem ringer?", "seen": seen[0]}, follow=True)

        assert "Somebody has changed this since you opened it" in page.content.decode()
        assert ("Hvem ringer?" in page.content.decode()) == (answer == "send-tilbake/")
        with acting("supervisor"):
            assert LibraryVersion.objects.get(routine__key="prove", number=None).is_in_review

    def test_is_nobody_who_wrote_in_it(self, sent: Client) -> None:
        assert "sett-i-kraft" not in sent.get(AT).content.decode()

        sent.post(f"{AT}sett-i-kraft/", {"seen": sent.get(AT).context["version"].seen_as})
        assert sent.get("/bibliotek/rutiner/prove/2/").status_code == 404


def test_the_second_reader_sees_what_is_new(desk: Client, signed_in: SignedIn, acting: Acting) -> None:
    """With how much it changes, before all that it says."""
    step = draft(acting).steps[0]
    seen = desk.get(f"{AT}steg/{step.id}/").context["form"].initial["seen"]
    desk.post(
        f"{AT}steg/{step.id}/", {"title": "Legg merke til det", "role": step.role, "after": "start", "seen": seen}
    )
    desk.post(f"{AT}send/", {"note": "Ny", "significance": "major", "review_on": SOON})

    page = signed_in("supervisor-expired").get(AT).content.decode()

    assert "Changed since version 1" in page
    assert "<ins>Legg merke til det</ins>" in page
    assert "Major: who is told" in page
