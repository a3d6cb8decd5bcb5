"""The small markup of what people write to each other: bold, italic, lists, quotes, links and code. Nothing else.

CommonMark by markdown-it-py with everything else switched off: no headings, no pictures, no HTML. What is not known
stays as it was written.
"""

import re

import nh3
from markdown_it import MarkdownIt

RULES = ("emphasis", "backticks", "link", "autolink", "linkify", "newline", "escape", "list", "blockquote", "fence")
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a", "code", "pre"}
WRITER = MarkdownIt("zero", {"linkify": True, "breaks": True, "maxNesting": 100}).enable([*RULES])
assert WRITER.linkify is not None  # noqa: S101 narrows the type: it comes with the lock
WRITER.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})  # what says https:// is a link

LEADS = re.compile(r"https?://|mailto:|tel:|/(?![/\\])")  # out, or to a page of our own; never «//elsewhere»


def leading(tag: str, attribute: str, value: str) -> str | None:
    return value if attribute != "href" or LEADS.match(value) else None


DEEP = re.compile(r"^((?:[ ]?>){4})(?:[ ]?>)+", re.MULTILINE)  # quotes of quotes of quotes: nothing of them is lost


def render(text: str) -> str:
    """HTML of what was written, safe to show. A link leads out in the same window and says nothing of where from."""
    return nh3.clean(
        WRITER.render(DEEP.sub(r"\1", text.strip())),
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        attribute_filter=leading,
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )
