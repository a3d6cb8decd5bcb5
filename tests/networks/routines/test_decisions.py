"""What is decided of news holds for the wording it was decided of, and for no later one: no word of the network's is lost."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from networks.membership.models import Membership
from networks.membership.services import change_role
from networks.routines import services
from networks.routines.models import Routine
from networks.routines.queries.news import news
from networks.steps import editing
from networks.steps.content import Content
from networks.steps.merge import Choice, Decision
from networks.versions import keeping
from portal.notices.queries import news as listed
from portal.notices.queries import unread
from portal.tenancy.refusals import Refused
from tests.networks.routines.conftest import SOURCE, Acting, Drafted, Persona, Publish, reworded
from tests.networks.routines.test_news import NEWER

SignedIn = Callable[[str], Client]
OURS = "Drøft saken samme dag. Ring Kari."


@pytest.fixture
def address(acting: Acting, routine: Routine, draft: Drafted, publish: Publish) -> str:
    """Of the page on which NEWER is looked at, with nothing decided."""
    newer = publish(NEWER)
    with acting("coordinator") as by:
        services.look_at_news(version=draft(), news=newer, by=by)
    return f"/nettverk/fjordby/rutiner/{routine.pk}/utkast/nytt-fra-kilden/"


def decide(acting: Acting, draft: Drafted, decision: Decision) -> None:
    with acting("coordinator") as by:
        told = {"merk": Decision(Choice.LEAVE), "ring": Decision(Choice.LEAVE), "drofte": decision}
        services.decide(version=draft(), decided=told, by=by)


@pytest.mark.parametrize("decision", [Decision(Choice.WRITTEN, {"text": "Begge."}), Decision(Choice.THEIRS)])
def test_what_is_worded_anew_after_it_was_decided_is_decided_again(
    acting: Acting, draft: Drafted, address: str, decision: Decision
) -> None:
    decide(acting, draft, decision)
    with acting("coordinator") as by:
        services.change(version=draft(), how=reworded("drofte", text=OURS), by=by)

        with pytest.raises(Refused, match="decide_first"):
            services.take_in(version=draft(), by=by)
    assert [change.item.id for change in news(draft()).open if not change.is_decided] == ["drofte"]
    assert draft().wording.steps[1].text == OURS


def test_what_is_moved_after_its_place_was_decided_is_decided_again(
    acting: Acting, routine: Routine, draft: Drafted, publish: Publish
) -> None:
    newer = publish(replace(SOURCE, steps=(SOURCE.steps[2], *SOURCE.steps[:2])))
    with acting("coordinator") as by:
        services.look_at_news(version=draft(), news=newer, by=by)
        told = {change.item.id: Decision(Choice.THEIRS) for change in news(draft()).open}
        services.decide(version=draft(), decided=told, by=by)
        services.change(version=draft(), how=lambda content: editing.moved(content, "folge", -1), by=by)

        with pytest.raises(Refused, match="decide_first"):
            services.take_in(version=draft(), by=by)


def test_what_is_worded_otherwise_stays_decided_elsewhere(acting: Acting, draft: Drafted, address: str) -> None:
    decide(acting, draft, Decision(Choice.THEIRS))
    with acting("coordinator") as by:
        services.change(version=draft(), how=reworded("folge", text="Avtal tid."), by=by)
        services.take_in(version=draft(), by=by)

    assert [step.text for step in draft().wording.steps[1:]] == ["Drøft uroen anonymt.", "Avtal tid."]


def test_a_choice_from_a_page_that_shows_an_older_wording_is_told_so(
    acting: Acting, signed_in: SignedIn, draft: Drafted, address: str
) -> None:
    coordinator = signed_in("coordinator")
    seen = {row.seen_name: row.seen for row in coordinator.get(address).context["form"].rows}
    with acting("deputy") as by:
        services.change(version=draft(), how=reworded("drofte", text=OURS), by=by)

    sent = {**seen, "choice-drofte": "written", "text-drofte": "Min tekst.", "keep": ""}
    page = coordinator.post(address, sent)

    assert "Somebody has worded this anew meanwhile" in page.content.decode()
    assert ">\nMin tekst.</textarea>" in page.content.decode()
    assert draft().decisions == {}
    again = {row.seen_name: row.seen for row in page.context["form"].rows}
    assert coordinator.post(address, sent | again).status_code == 302


LONG = "Snakk med personen om det du har sett, og hør hvordan dagene er nå"


def headed(title: str) -> Content:
    return replace(SOURCE, steps=(replace(SOURCE.steps[0], title=title), *SOURCE.steps[1:]))


@pytest.fixture
def too_long(acting: Acting, routine: Routine, draft: Drafted, publish: Publish) -> str:
    """Each side's heading fits, and both in one do not."""
    base = publish(headed(LONG))
    with acting("coordinator") as by:
        keeping.update(draft(), base=base)
        services.change(version=draft(), how=reworded("merk", title=f"Sett av god tid, i ro og mak. {LONG}"), by=by)
    newer = publish(headed(f"{LONG}, hjemme, på skolen og i byen"))
    with acting("coordinator") as by:
        services.look_at_news(version=draft(), news=newer, by=by)
    return f"/nettverk/fjordby/rutiner/{routine.pk}/utkast/nytt-fra-kilden/"


def test_what_does_not_fit_into_one_is_not_proposed(signed_in: SignedIn, too_long: str) -> None:
    page = signed_in("coordinator").get(too_long).content.decode()

    assert "Begins as yours." in page
    assert "Begins with both" not in page


def test_a_text_that_is_not_chosen_stands_in_nobodys_way(signed_in: SignedIn, draft: Drafted, too_long: str) -> None:
    """It is sent, folded away: she who keeps hers is not told of a field she does not see."""
    sent = {"choice-merk": "leave", "choice-drofte": "leave", "title-merk": "x" * 500, "keep": ""}

    assert signed_in("coordinator").post(too_long, sent).status_code == 302
    assert draft().decisions["merk"]["choice"] == "leave"


def test_what_was_not_sent_stands_as_it_was(signed_in: SignedIn, address: str) -> None:
    page = signed_in("coordinator").post(address, {"finish": ""}).content.decode()

    assert "Choose first." in page
    assert "None" not in page


def test_what_was_decided_before_need_not_be_chosen_again(
    acting: Acting, signed_in: SignedIn, draft: Drafted, address: str
) -> None:
    decide(acting, draft, Decision(Choice.WRITTEN, {"text": "Begge."}))

    assert signed_in("coordinator").post(address, {"finish": ""}).status_code == 302
    assert draft().wording.steps[1].text == "Begge."


def test_who_may_write_no_more_hears_of_no_news(
    acting: Acting, persona: Persona, routine: Routine, publish: Publish
) -> None:
    """Of a routine that is only a draft she would learn that it is there."""
    publish(NEWER)
    with acting("deputy") as user:
        assert [one for one in listed(user) if "newer version" in one.line.text]
    with acting("coordinator") as by:
        deputy = Membership.objects.get(network=routine.network_id, user=persona("deputy"), state="active")
        change_role(member=deputy, role="member", by=by)

    with acting("deputy") as user:
        assert ([one.line.text for one in listed(user)], unread(user)) == ([], 0)
