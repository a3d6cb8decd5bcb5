"""A WordPress export becomes drafts, with a report of what could not be mapped. All of it or nothing."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from knowledge.library.models import Article, NewsItem
from knowledge.search.models import Entry

pytestmark = pytest.mark.django_db
SPACES = (
    'xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
)
BODY = """<p>Først dette. <script>alert('kanari')</script><a href="javascript:x">lenke</a></p>
<h2>Hvem bør være med?</h2><p onclick="x()">Skolen og <b>politiet</b>.</p><p>[gallery ids="1"]</p>
<p><img src="https://gammel.example/bilde.jpg"></p><blockquote>Vi fant en vei.</blockquote><iframe src="https://video.example/1"></iframe>"""


def item(title: str, kind: str = "page", name: str = "", body: str = BODY) -> str:
    return (
        f"<item><title>{title}</title><wp:post_type>{kind}</wp:post_type><wp:post_name>{name}</wp:post_name>"
        f"<wp:post_id>7</wp:post_id><wp:post_date>2022-05-03 10:00:00</wp:post_date>"
        f'<category domain="category" nicename="skole">Skole</category><category nicename="ukjent">Ukjent</category>'
        f"<content:encoded><![CDATA[{body}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded></item>"
    )


def written(folder: Path, *items: str, version: str = "<wp:wxr_version>1.2</wp:wxr_version>") -> Path:
    file = folder / "export.xml"
    file.write_text(
        f'<?xml version="1.0"?><rss version="2.0" {SPACES}><channel>{version}{"".join(items)}</channel></rss>'
    )
    return file


def run(file: Path) -> str:
    said = StringIO()
    call_command("import_wordpress", file, "--part", "ressurser", stdout=said)
    return said.getvalue()


def test_pages_become_drafts_of_articles_and_posts_of_news(client: Client, tmp_path: Path) -> None:
    run(written(tmp_path, item("Gammel side", name="gammel-side"), item("Gammel nyhet", "post", "gammel-nyhet")))

    article, news = Article.objects.get(slug="gammel-side"), NewsItem.objects.get(slug="gammel-nyhet")
    assert (article.live, news.live, str(news.dated_on)) == (False, False, "2022-05-03")
    assert client.get(article.address).status_code == client.get(news.address).status_code == 404
    assert not Entry.objects.filter(title__startswith="Gammel").exists()


def test_headings_become_questions_and_quotes_are_kept(tmp_path: Path) -> None:
    run(written(tmp_path, item("Gammel side", name="gammel-side")))

    article = Article.objects.get(slug="gammel-side")
    assert [block.block_type for block in article.body] == ["text", "part", "facts"]
    assert article.body[1].value["question"] == "Hvem bør være med?"
    assert [topic.slug for topic in article.get_latest_revision_as_object().topics.all()] == ["skole"]


CLASSIC = "Avsnitt nummer én.\n\n<strong>Fet</strong> resten.\n\nSiste <a href='https://a.example'>lenke</a>."
BOXED = "<div class='wp-block-group'><h2>Hva nå?</h2>Løse ord.<div><p>Innerst.</p></div></div>"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (CLASSIC, ["Avsnitt nummer én.", "Fet", "resten.", "Siste", "lenke"]),
        (BOXED, ["Hva nå?", "Løse ord.", "Innerst."]),
    ],
)
def test_no_word_is_lost(tmp_path: Path, body: str, words: list[str]) -> None:
    run(written(tmp_path, item("Gammel side", name="gammel-side", body=body)))

    stored = str(Article.objects.get(slug="gammel-side").body.get_prep_value())
    assert [word for word in words if word not in stored] == []


def test_a_heading_inside_a_box_is_a_question(tmp_path: Path) -> None:
    run(written(tmp_path, item("Gammel side", name="gammel-side", body=BOXED)))

    assert Article.objects.get(slug="gammel-side").body[0].value["question"] == "Hva nå?"


def test_nothing_that_acts_comes_along(tmp_path: Path) -> None:
    run(written(tmp_path, item("Gammel side", name="gammel-side")))

    stored = str(Article.objects.get(slug="gammel-side").body.get_prep_value())
    assert [
        word for word in ("script", "kanari", "javascript", "onclick", "iframe", "[gallery") if word in stored
    ] == []


def test_what_could_not_be_mapped_is_told(tmp_path: Path) -> None:
    said = run(written(tmp_path, item("Gammel side", name="gammel-side"), item("Skjema", "wpforms")))

    for told in ("short code", "bilde.jpg", "not in the export", "iframe", "topic ukjent", "«Skjema» is a wpforms"):
        assert told in said


def test_a_picture_beside_the_export_is_named(tmp_path: Path) -> None:
    (tmp_path / "bilde.jpg").write_bytes(b"x")

    assert "to be laid in by hand" in run(written(tmp_path, item("Gammel side", name="gammel-side")))


def test_an_address_in_use_is_left_out_and_told(tmp_path: Path) -> None:
    said = run(written(tmp_path, item("En", name="lik"), item("To", name="lik"), item("Tre", name="mentor-i-gang")))

    assert Article.objects.filter(title__in=["En", "To", "Tre"]).count() == 1
    assert ("«To»" in said, "«Tre»" in said) == (True, True)


BOMB = '<!DOCTYPE x [<!ENTITY a "kanari"><!ENTITY b "&a;&a;">]><rss><channel>&b;</channel></rss>'


@pytest.mark.parametrize("text", ["", "<rss>", "ikke xml", BOMB, "<html/>", "<rss version='2.0'><channel/></rss>"])
def test_a_broken_export_lays_nothing_in(tmp_path: Path, text: str) -> None:
    file = tmp_path / "export.xml"
    file.write_text(text)
    before = Article.objects.count()

    with pytest.raises(CommandError):
        run(file)

    assert Article.objects.count() == before


def test_an_export_cut_off_in_the_middle_lays_nothing_in(tmp_path: Path) -> None:
    file = written(tmp_path, item("Hel side", name="hel-side"), item("Halv side", name="halv-side"))
    file.write_text(file.read_text()[:-200])

    with pytest.raises(CommandError):
        run(file)

    assert not Article.objects.filter(slug="hel-side").exists()


def test_a_page_without_title_text_or_address_is_still_a_draft(tmp_path: Path) -> None:
    run(written(tmp_path, item("", name="", body="")))

    assert Article.objects.get(slug="uten-tittel").lead == "Uten tittel"


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no file"):
        run(tmp_path / "nei.xml")
