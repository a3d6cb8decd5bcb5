"""One page that finds everything the public may read."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from knowledge.search import queries
from knowledge.search.choices import Kind, Part, Phase
from knowledge.search.forms import NAMES, SearchForm
from knowledge.search.queries import Choice
from portal.accounts.marks import public
from portal.ui.paging import page_of

SUGGESTED = 6


@public
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Works as a plain form; with script the same page is asked for while one types (`data-portal-seek`)."""
    wanted = SearchForm(request.GET).wanted()
    found = queries.search(wanted)
    context = {
        "wanted": wanted,
        "kept": {ours: wanted.narrowed[theirs] for ours, theirs in NAMES.items() if theirs in wanted.narrowed},
        "found": found,
        "page": page_of(request, found.hits),
        "topics": [] if wanted.text or wanted.narrowed else queries.every_topic(),
        "filters": [(title, choices) for title, choices in filters(wanted, found) if choices],
    }
    return render(request, "knowledge/search/search.html", context)


@public
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """The first hits, as a list under the field while one types."""
    wanted = SearchForm(request.GET).wanted()
    found = queries.search(wanted)
    return render(
        request, "knowledge/search/suggestions.html", {"wanted": wanted, "found": found, "hits": found.hits[:SUGGESTED]}
    )


def filters(wanted: queries.Wanted, found: queries.Found) -> Iterator[tuple[str, list[Choice]]]:
    topics = queries.topic_names(get_language() or "")
    for title, name, hit, labels in (
        (_("Kind"), "type", "kind", named(Kind)),
        (_("Part"), "del", "part", named(Part)),
        (_("Phase"), "fase", "phases", named(Phase)),
        (_("Topic"), "tema", "topics", topics),
    ):
        yield title, list(choices(wanted, name, found.counted(hit), labels))


def named(choices: type[TextChoices]) -> dict[str, str]:
    return {value: str(label) for value, label in choices.choices}


def choices(wanted: queries.Wanted, name: str, counted: dict[str, int], labels: dict[str, str]) -> Iterator[Choice]:
    chosen = wanted.narrowed.get(NAMES[name], "")
    for value, label in labels.items():
        if counted.get(value) or value == chosen:
            changed = address(wanted, name, "" if value == chosen else value)
            yield Choice(label, changed, counted.get(value, 0), value == chosen)


def address(wanted: queries.Wanted, name: str, value: str) -> str:
    """The same search with one choice changed."""
    now = {"q": wanted.text} | {ours: wanted.narrowed.get(theirs, "") for ours, theirs in NAMES.items()}
    return "?" + urlencode({key: each for key, each in (now | {name: value}).items() if each})
