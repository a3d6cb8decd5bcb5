"""The articles every newcomer meets: written for this project, laid in once, then the editors' own."""

import tomllib
from typing import Any

from django.db import transaction

from knowledge.library.models import Article, ArticleSource, Section, Source, Topic
from portal.bootstrap import ROOT

DATA = ROOT / "knowledge" / "library" / "data"


@transaction.atomic
def lay_articles() -> int:
    """Those of data/articles that are not there yet; returns how many were laid in."""
    topics = {slug: laid_topic(slug, names) for slug, names in read("topics.toml").items()}
    sources = {key: laid_source(told) for key, told in read("sources.toml").items()}
    known = set(Article.objects.values_list("slug", flat=True))
    wanted = [file for file in sorted((DATA / "articles").glob("*.toml")) if file.stem not in known]
    for file in wanted:
        told = read(f"articles/{file.name}")
        article = laid_article(file.stem, told)
        article.topics.set([topics[slug] for slug in told["topics"]])
        article.sources.set([ArticleSource(source=sources[key], sort_order=n) for n, key in enumerate(told["sources"])])
        article.save_revision().publish()
    return len(wanted)


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def laid_topic(slug: str, names: list[str]) -> Topic:
    return Topic.objects.get_or_create(slug=slug, defaults={"name_nb": names[0], "name_nn": names[1]})[0]


def laid_source(told: dict[str, Any]) -> Source:
    return Source.objects.get_or_create(author=told["author"], title=told["title"], defaults=told)[0]


def laid_article(slug: str, told: dict[str, Any]) -> Article:
    article = Article(
        slug=slug, title=told["title"], lead=told["lead"], language_form=told.get("language_form", "nb"),
        body=[block(part) for part in told["body"]], show_in_menus=True,
    )  # fmt: skip
    Section.objects.get(slug=told["part"]).add_child(instance=article)
    return article


def block(part: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    value: dict[str, Any] = {
        key: text.strip() if isinstance(text, str) else text for key, text in part.items() if key != "kind"
    }
    if "steps" in value:
        value["steps"] = [{"action": action, "detail": detail} for action, detail in part["steps"]]
    return part["kind"], value
