"""Between routines and the knowledge base: where an article is used, which links are stale, and who is told."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from knowledge.library.models import Article
from networks.directory.models import Network
from networks.library.models import LibraryVersion
from networks.routines import services
from networks.routines.models import Routine, RoutineVersion
from networks.routines.queries.links import linked
from portal.accounts.models import User
from portal.config.jobs import keep_links
from portal.notices.models import Notice
from portal.notices.queries import news as listed
from portal.tenancy.context import acting_as
from portal.tenancy.functions import call_rows
from tests.networks.routines.conftest import REVIEW, Acting, Drafted, Persona, reworded

SignedIn = Callable[[str], Client]
Change = Callable[..., None]
Told = Callable[[str], int]
NOTE = "Ny kilde om nettet."


@pytest.fixture
def article() -> Article:
    """One that no routine of the demo points to."""
    found: Article = Article.objects.get(slug="liv-pa-nett")
    return found


@pytest.fixture
def at(routine: Routine) -> str:
    return f"/nettverk/fjordby/rutiner/{routine.pk}/"


@pytest.fixture
def link(acting: Acting, draft: Drafted, article: Article) -> Callable[..., None]:
    """link(): the second step of Fjordby's draft points to the article, or to what is given."""

    def done(*links: str) -> None:
        with acting("coordinator") as by:
            to = links or (str(article.translation_key),)
            services.change(version=draft(), how=reworded("drofte", links=to), by=by)

    return done


@pytest.fixture
def used(link: Callable[..., None], in_force: Callable[[], int]) -> int:
    """Fjordby's routine is in force, and points to the article."""
    link()
    return in_force()


@pytest.fixture
def change() -> Change:
    """change(article, "medium"): published anew."""

    def done(article: Article, significance: str, note: str = NOTE) -> None:
        article.significance, article.change_note = significance, note
        article.save_revision().publish()

    return done


@pytest.fixture
def told(acting: Acting) -> Told:
    def count(who: str) -> int:
        with acting(who) as user:
            return sum(one.line.text.startswith("An article that «") for one in listed(user))

    return count


@pytest.fixture
def elsewhere(acting: Acting, persona: Persona, source: LibraryVersion) -> RoutineVersion:
    """The other network has the same routine in force; there it points to another article."""
    other = Article.objects.get(slug="mentorordning")
    with acting("outsider-coordinator") as by:
        network = Network.objects.get(slug="skogdal-og-elvestad")
        routine = services.adopt(network=network, version=source, by=by)
        how = reworded("drofte", links=(str(other.translation_key),))
        services.change(version=opened(routine), how=how, by=by)
        [reader, *_] = call_rows("readers_of_routine", version=opened(routine).pk)
        asked = User.objects.get(pk=reader)
        services.send(version=opened(routine), reader=asked, note="Vår", review_on=REVIEW, by=by)
    with acting_as(reader):
        version = opened(routine)
        services.publish(version=version, by=asked)
        return version


def opened(routine: Routine) -> RoutineVersion:
    found = RoutineVersion.objects.filter(routine=routine, number=None)
    return found.select_related("network", "routine__source", "base", "taking", "reader").get()


def tonight() -> int:
    with acting_as(None):
        return keep_links(timestamp=0)


def text(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())  # type: ignore[attr-defined]


class TestWhoIsTold:
    def test_those_who_write_where_it_is_used_and_nobody_elsewhere(
        self, used: int, elsewhere: RoutineVersion, article: Article, change: Change, told: Told
    ) -> None:
        change(article, "medium")

        assert tonight() == 1
        assert {who: told(who) for who in ("coordinator", "deputy", "member", "outsider-coordinator")} == {
            "coordinator": 1,
            "deputy": 1,
            "member": 0,
            "outsider-coordinator": 0,
        }

    def test_once(self, used: int, article: Article, change: Change, told: Told) -> None:
        change(article, "major")

        assert [tonight(), tonight(), told("coordinator")] == [1, 0, 1]

    def test_again_when_it_changes_again(self, used: int, article: Article, change: Change, told: Told) -> None:
        for _ in range(2):
            change(article, "medium")
            tonight()

        assert told("coordinator") == 2

    def test_not_again_when_the_last_change_is_taken_down(
        self, acting: Acting, link: Callable[..., None], in_force: Callable[[], int], article: Article, change: Change
    ) -> None:
        other = Article.objects.get(slug="mentorordning")
        link(str(article.translation_key), str(other.translation_key))
        in_force()
        change(article, "medium")
        change(other, "medium")
        assert tonight() == 1

        Article.objects.get(pk=other.pk).unpublish()

        assert tonight() == 0

    def test_a_correction_is_told_to_nobody(self, used: int, article: Article, change: Change, told: Told) -> None:
        change(article, "typo")

        assert (tonight(), told("coordinator")) == (0, 0)

    def test_what_had_changed_before_it_was_in_force_is_not_told(
        self,
        link: Callable[..., None],
        later: Callable[[str], None],
        in_force: Callable[[], int],
        article: Article,
        change: Change,
    ) -> None:
        link()
        change(article, "major")
        later("1 hour")
        in_force()

        assert tonight() == 0

    def test_an_article_named_by_its_address_is_told_of_too(
        self, link: Callable[..., None], in_force: Callable[[], int], article: Article, change: Change
    ) -> None:
        link("liv-pa-nett")
        in_force()
        change(article, "medium")

        assert tonight() == 1

    def test_a_routine_put_away_tells_nobody(
        self, acting: Acting, used: int, routine: Routine, article: Article, change: Change
    ) -> None:
        with acting("coordinator") as by:
            services.put_away(routine=routine, by=by)
        change(article, "medium")

        assert tonight() == 0

    def test_the_notice_says_nothing_of_what_it_is_about(
        self, acting: Acting, used: int, article: Article, change: Change, at: str
    ) -> None:
        change(article, "medium")
        tonight()

        with acting("coordinator") as user:
            kept = Notice.objects.get(user=user, kind="article_changed")
            assert (kept.address, str(article.translation_key) in kept.key) == (at, False)

    def test_whoever_acts_learns_of_no_link(self, acting: Acting, used: int, article: Article) -> None:
        later = timezone.now() + timedelta(days=1)
        with acting("coordinator"):
            assert call_rows("links_in_force") == []
            assert call_rows("tell_of_articles", links=[str(article.translation_key)], moments=[later]) == []
        with acting_as(None):
            assert str(article.translation_key) in call_rows("links_in_force")


class TestStaleLinks:
    def test_a_change_is_shown_with_what_it_was(
        self, signed_in: SignedIn, used: int, article: Article, change: Change, at: str
    ) -> None:
        assert "Articles to look at again" not in text(signed_in("coordinator").get(at))

        change(article, "medium")

        page = text(signed_in("coordinator").get(at))
        said = ("Articles to look at again", NOTE, "Start a new version", "Change the routine")
        assert [words in page for words in said] == [True, True, True, False]

    def test_who_only_reads_sees_it_and_starts_nothing(
        self, signed_in: SignedIn, used: int, article: Article, change: Change, at: str
    ) -> None:
        change(article, "medium")

        page = text(signed_in("member").get(at))
        assert (NOTE in page, "Start a new version" in page) == (True, False)

    def test_a_correction_makes_nothing_stale(
        self, signed_in: SignedIn, used: int, article: Article, change: Change, at: str
    ) -> None:
        change(article, "typo")

        assert "Articles to look at again" not in text(signed_in("coordinator").get(at))

    def test_an_article_taken_down_is_said_and_the_link_stays(
        self, acting: Acting, signed_in: SignedIn, used: int, article: Article, at: str, routine: Routine
    ) -> None:
        article.unpublish()

        assert "An article is not in the knowledge base any more." in text(signed_in("coordinator").get(at))
        with acting("coordinator"):
            [version] = routine.versions.filter(state="published")
            assert version.wording.steps[1].links == (str(article.translation_key),)

    def test_a_name_that_leads_nowhere_is_said(
        self, signed_in: SignedIn, link: Callable[..., None], in_force: Callable[[], int], at: str
    ) -> None:
        link("finnes-ikke")
        in_force()

        assert "«finnes-ikke» leads to no article." in text(signed_in("coordinator").get(at))

    def test_the_draft_shows_it_until_it_is_in_force(
        self,
        acting: Acting,
        signed_in: SignedIn,
        used: int,
        article: Article,
        change: Change,
        at: str,
        routine: Routine,
    ) -> None:
        change(article, "medium")
        with acting("coordinator") as by:
            services.start_version(routine=routine, by=by)

        page = text(signed_in("coordinator").get(f"{at}utkast/"))
        assert (NOTE in page, "Start a new version" in page) == (True, False)

    def test_a_new_version_in_force_settles_it(
        self,
        acting: Acting,
        used: int,
        article: Article,
        change: Change,
        routine: Routine,
        later: Callable[[str], None],
        in_force: Callable[[], int],
    ) -> None:
        change(article, "medium")
        later("1 hour")
        with acting("coordinator") as by:
            services.start_version(routine=routine, by=by)
        in_force()

        with acting("coordinator"):
            before, now = routine.versions.order_by("number")
            assert (linked(before).stale, linked(now).stale) == ([], [])

    def test_a_step_put_aside_is_not_asked_about(
        self, acting: Acting, link: Callable[..., None], draft: Drafted, in_force: Callable[[], int], routine: Routine
    ) -> None:
        link("finnes-ikke")
        with acting("coordinator") as by:
            services.change(version=draft(), how=reworded("drofte", hidden="Ikke hos oss"), by=by)
        in_force()

        with acting("coordinator"):
            assert linked(routine.versions.get(state="published")).stale == []
