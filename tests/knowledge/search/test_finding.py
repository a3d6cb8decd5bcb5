"""What somebody who types finds: by stems, parts of compounds and slips of spelling, in both written forms."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from knowledge.library.models import Article, Question, Section
from knowledge.search.models import Entry, Topic, Word
from knowledge.search.queries import Found, Wanted, search
from portal.config.findable import lay_everything

SignedIn = Callable[[str], Client]
pytestmark = pytest.mark.django_db


def find(text: str, **narrowed: str) -> Found:
    return search(Wanted(text, narrowed))


def titles(text: str, **narrowed: str) -> list[str]:
    return [hit.title for hit in find(text, **narrowed).hits]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("elev sier noe bekymrer", "Når en elev sier noe som bekymrer deg"),
        ("starte nettverk", "Slik starter dere et nettverk: de første 90 dagene"),
        ("mentorordning", "Mentorordning: fra rekruttering til en god slutt"),
        ("kautokeino", "Guovdageaidnu – Kautokeino"),
        ("guovdageaidnu", "Guovdageaidnu – Kautokeino"),
        ("karasjohka", "Kárášjohka – Karasjok"),
    ],
)
def test_what_was_meant_comes_first(typed: str, title: str) -> None:
    assert titles(typed)[0] == title


@pytest.mark.parametrize(
    ("slip", "right"),
    [
        ("radikalisring", "radikalisering"),
        ("bekymringsamtale", "bekymringssamtale"),
        ("mentorordnig", "mentorordning"),
        ("kautokeinno", "kautokeino"),
        ("guovdageidnu", "guovdageaidnu"),
    ],
)
def test_a_slip_of_spelling_finds_what_the_right_word_finds(slip: str, right: str) -> None:
    assert titles(slip)[:1] == titles(right)[:1] != []


def test_what_was_searched_for_instead_is_said() -> None:
    assert (find("radikalisring").instead, find("radikalisering").instead) == ("radikalisering", "")


@pytest.mark.parametrize("part", ["mentor", "ordning"])
def test_either_half_of_a_compound_finds_it(part: str) -> None:
    assert "Mentorordning: fra rekruttering til en god slutt" in titles(part)


def test_a_compound_nobody_has_written_finds_its_first_half() -> None:
    assert "Kva er ein mentor?" in titles("mentorkaffe")


def test_bokmaal_finds_nynorsk_and_the_other_way_round() -> None:
    assert {"nn", "nb"} <= {hit.language_form for hit in find("skole").hits}
    assert {"nn", "nb"} <= {hit.language_form for hit in find("skule").hits}


def test_when_not_all_words_stand_together_some_of_them_do() -> None:
    found = find("mentor zebrastripe")

    assert found.loosened
    assert found.hits != []


@pytest.mark.parametrize("nothing", ["", "   ", "qwertyxyz", "!!!", "&|:*", "%s %% {}", "a" * 5000])
def test_what_cannot_be_found_is_no_error(client: Client, nothing: str) -> None:
    answer = client.get("/sok/", {"q": nothing})

    assert answer.status_code == 200
    assert '<ol class="hits"' not in answer.content.decode()


def test_a_search_is_narrowed_by_kind_part_topic_and_phase() -> None:
    assert {hit.kind for hit in find("mentor", kind="tool").hits} == {"tool"}
    assert {hit.part for hit in find("mentor", part="ressurser").hits} == {"ressurser"}
    assert {"mentor"} <= set.intersection(*(set(hit.topics) for hit in find("samtale", topic="mentor").hits))
    assert all("after" in hit.phases for hit in find("evaluering", phase="after").hits)
    assert find("evaluering", phase="after").hits != []


def test_a_filter_shows_what_it_would_leave(client: Client) -> None:
    text = client.get("/sok/", {"q": "mentor"}).content.decode()

    told = re.search(
        r'href="\?q=mentor&amp;type=tool"[^>]*>Tools and measures <span class="small soft num">(\d+)<', text
    )
    assert told is not None
    assert int(told[1]) == len(titles("mentor", kind="tool"))


def test_an_unknown_filter_is_left_out(client: Client) -> None:
    wanted = {"q": "mentor", "type": "secret", "del": "x", "fase": "y", "tema": "finnes ikke"}

    assert 'class="hits"' in client.get("/sok/", wanted).content.decode()


def test_suggestions_are_the_first_hits(client: Client) -> None:
    text = client.get("/sok/forslag/", {"q": "mentor"}).content.decode()

    assert re.findall(r'<a href="[^"]+">([^<]+)</a>', text) == titles("mentor")[:6]


@pytest.fixture
def draft() -> Article:
    article = Article(title="Utkastkanari", slug="utkast", lead="Hemmeligkanari", search_words="søkekanari", live=False)
    Section.objects.get(slug="fenomenkunnskap").add_child(instance=article)
    article.save_revision()
    return article


@pytest.mark.parametrize("who", ["", "member", "coordinator"])
def test_a_draft_is_not_found_before_it_is_published(signed_in: SignedIn, draft: Article, who: str) -> None:
    client = signed_in(who)
    before = client.get("/sok/", {"q": "utkastkanari"}).content.decode()

    draft.get_latest_revision().publish()

    after = client.get("/sok/", {"q": "utkastkanari"}).content.decode()
    assert ("Hemmeligkanari" in before, "Hemmeligkanari" in after) == (False, True)


def test_what_is_taken_down_is_neither_found_nor_guessed(draft: Article) -> None:
    draft.get_latest_revision().publish()
    draft.refresh_from_db()

    draft.unpublish()

    assert titles("utkastkanari") == []
    assert find("utkastkanarj").instead == ""
    assert not Word.objects.filter(spelt__contains="kanari").exists()


def test_what_is_deleted_is_not_found(draft: Article) -> None:
    draft.get_latest_revision().publish()

    Article.objects.get(pk=draft.pk).delete()

    assert titles("utkastkanari") == []


def test_what_is_moved_is_found_where_it_stands(draft: Article) -> None:
    draft.get_latest_revision().publish()

    Article.objects.get(pk=draft.pk).move(Section.objects.get(slug="ressurser"), pos="last-child")

    assert [hit.address for hit in find("utkastkanari").hits] == ["/ressurser/utkast/"]


def test_a_draft_that_moves_is_still_not_found(draft: Article) -> None:
    draft.move(Section.objects.get(slug="ressurser"), pos="last-child")

    assert titles("utkastkanari") == []


def test_a_draft_about_a_topic_that_is_renamed_is_still_not_found(draft: Article) -> None:
    topic = Topic.objects.get(slug="mentor")
    draft.topics = [topic]
    draft.save()
    topic.name_nn = "Emnekanari"

    topic.save()

    assert titles("utkastkanari") == []


def test_a_draft_is_not_laid_in_with_everything(draft: Article) -> None:
    lay_everything()

    assert titles("utkastkanari") == []


def test_a_word_stands_as_long_as_one_text_has_it() -> None:
    one, other = Question.objects.order_by("pk")[:2]
    for question in (one, other):
        question.title = "Fellesordkanari?"
        question.save_revision().publish()

    one.unpublish()

    assert Word.objects.get(spelt="fellesordkanari").entries == 1


def test_a_topic_with_another_name_is_found_by_that_one() -> None:
    topic = Topic.objects.get(slug="mentor")
    topic.name_nn = "Emnekanari"

    topic.save()

    assert find("emnekanari").hits != []


def test_signs_are_not_asked_of_the_database() -> None:
    assert find("____").hits == []


def test_everything_is_laid_in_anew_without_remains() -> None:
    Entry.objects.create(key="page:gone", kind="article", title="Restkanari", lead="", address="/x/", spelt=["rest"])
    found = lay_everything()

    assert 357 < Entry.objects.count() <= found
    assert not Entry.objects.filter(key="page:gone").exists()


def test_everything_published_can_be_found() -> None:
    keys = {f"page:{key}" for key in Article.objects.live().values_list("translation_key", flat=True)}

    assert keys <= set(Entry.objects.values_list("key", flat=True))


def test_a_topic_without_a_word_lists_its_texts_by_title(client: Client) -> None:
    listed = titles("", topic="mentor")

    assert "Kom i gang som mentor" in listed
    assert "Trygg klasse, ekte uenighet" not in listed
    assert listed == sorted(listed, key=str.lower)


def test_whoever_has_no_word_is_offered_the_topics(client: Client) -> None:
    text = client.get("/sok/").content.decode()

    assert set(Topic.objects.values_list("slug", flat=True)) == set(re.findall(r'href="/sok/\?tema=([\w-]+)"', text))


@pytest.mark.parametrize("word", ["incel", "nazist", "koran", "hakekors", "jihad", "islamist", "høyreekstrem"])
def test_a_word_that_people_type_finds_something_to_read(word: str) -> None:
    assert titles(word)


def test_a_verb_that_begins_a_place_name_finds_texts_first() -> None:
    assert find("hvem ringer jeg").hits[0].kind != "place"


def test_a_shortened_word_is_said_while_one_types(client: Client) -> None:
    text = client.get("/sok/forslag/?q=skolebuss").content.decode()

    assert "No hits for “skolebuss”. Shown for “skole”." in text
