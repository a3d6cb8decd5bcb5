"""What the editors' tool sends."""

from knowledge.library.models import Article


def form_of(article: Article, **changed: str) -> dict[str, str]:
    """What the tool's form sends for an article without body and sources."""
    return {
        "title": article.title, "slug": article.slug, "lead": article.lead, "language_form": "nb", "centre": "ost",
        "reading_centre": "", "keeper": "", "search_words": "", "variant_of": "", "significance": "typo",
        "change_note": "", "read_through_on": "", "review_by": "", "body-count": "0", "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0", "citations-TOTAL_FORMS": "0", "citations-INITIAL_FORMS": "0",
        **changed,
    }  # fmt: skip
