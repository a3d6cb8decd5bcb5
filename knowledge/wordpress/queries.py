"""Reading a WordPress export (WXR): everything is read and judged before anything is laid in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element, ParseError

import nh3
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.utils.html import strip_tags
from django.utils.text import slugify

from portal.tenancy.refusals import Refused

SPACES = {
    "wp": "http://wordpress.org/export/1.2/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
}
KINDS = {"page", "post"}
LEFT = {"nav_menu_item", "attachment", "revision", "custom_css", "wp_navigation", "wp_global_styles", "wp_template"}
TAGS = {"p", "ul", "ol", "li", "b", "strong", "i", "em", "a", "br"}
MEDIA = ["img", "iframe", "video", "audio", "table", "form"]
HEADINGS = ("h2", "h3", "h4")
BOXES = {"div", "section", "article", "main", "figure", "center"}
BLOCKS = re.compile(r"<(p|div|section|article|h[1-6]|ul|ol|blockquote|figure|table)\b", re.IGNORECASE)
SHORTCODE = re.compile(r"\[/?[a-z][a-z0-9_-]*(?:\s[^\]]*)?\]")
LONGEST_QUESTION, LONGEST_LEAD, LONGEST_TITLE = 120, 400, 255


@dataclass
class Draft:
    """A text to be laid in as a draft, with what of it could not be mapped."""

    slug: str
    kind: str
    title: str
    lead: str
    body: list[tuple[str, Any]]
    written_on: date | None
    topics: list[str]
    lost: list[str] = field(default_factory=list)


@dataclass
class Export:
    drafts: list[Draft] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def read(file: Path, *, taken: set[str]) -> Export:
    """Everything in the export. `taken` are the addresses that are in use. Raises Refused with what is wrong."""
    export, seen, every = Export(), set(taken), items(file)
    media = {text(item, "wp:attachment_url") for item in every}
    for item in every:
        kind, title = text(item, "wp:post_type"), text(item, "title")
        if kind not in KINDS | LEFT:
            export.left.append(f"«{title}» is a {kind}, which has no place here.")
        if kind not in KINDS:
            continue
        draft = read_item(item, kind, media, file.parent)
        if draft.slug in seen:
            export.left.append(f"«{title}»: the address {draft.slug} is in use already.")
        else:
            seen.add(draft.slug)
            export.drafts.append(draft)
    return export


def items(file: Path) -> list[Element]:
    try:
        root = ElementTree.parse(file).getroot()
    except (ParseError, DefusedXmlException, UnicodeDecodeError) as error:
        raise Refused("export_unreadable") from error
    if root is None or root.tag != "rss" or root.find("channel/wp:wxr_version", SPACES) is None:
        raise Refused("export_not_wordpress")
    return root.findall("channel/item")


def text(item: Element, name: str) -> str:
    found = item.find(name, SPACES)
    return (found.text or "").strip() if found is not None else ""


def read_item(item: Element, kind: str, media: set[str], folder: Path) -> Draft:
    title = strip_tags(text(item, "title"))[:LONGEST_TITLE] or "Uten tittel"
    draft = Draft(
        slug=slugify(unquote(text(item, "wp:post_name")) or title)[:200] or f"wp-{text(item, 'wp:post_id')}",
        kind=kind, title=title, lead="", body=[], written_on=moment(text(item, "wp:post_date")),
        topics=[(each.get("nicename") or "") for each in item.findall("category")],
    )  # fmt: skip
    lead = strip_tags(text(item, "excerpt:encoded"))
    draft.body = list(blocks(text(item, "content:encoded"), draft, media, folder))
    draft.lead = (lead or first_words(draft.body) or title)[:LONGEST_LEAD]
    return draft


def moment(written: str) -> date | None:
    try:
        return datetime.fromisoformat(written).date()
    except ValueError:
        return None


def first_words(body: list[tuple[str, Any]]) -> str:
    said = (value["text"] if kind == "part" else value for kind, value in body if kind in {"part", "text"})
    return " ".join(strip_tags(next(said, "")).split())


def blocks(markup: str, draft: Draft, media: set[str], folder: Path) -> Iterator[tuple[str, Any]]:
    """A section for each heading; a quote, whose speaker is not known, as a fact; the rest is named and left out."""
    for code in sorted(set(SHORTCODE.findall(markup))):
        draft.lost.append(f"a short code: {code}")
    heading, held = "", list[str]()
    for node in pieces(BeautifulSoup(paragraphs(SHORTCODE.sub("", markup)), "html.parser")):
        if node.name in HEADINGS:
            yield from section(heading, held)
            heading, held = node.get_text(" ", strip=True)[:LONGEST_QUESTION], []
        elif node.name == "blockquote":
            yield from section(heading, held)
            heading, held = "", []
            yield "facts", {"heading": "Sitat", "text": cleaned(str(node))}
        else:
            note_media(node, draft, media, folder)
            held.append(cleaned(str(node)))
    yield from section(heading, held)


def paragraphs(markup: str) -> str:
    """The classic editor marks no paragraphs: there an empty line ends one."""
    if BLOCKS.search(markup):
        return markup
    parts = (part.strip() for part in re.split(r"\n\s*\n", markup))
    return "".join(f"<p>{part}</p>" for part in parts if part)


def pieces(node: Tag) -> Iterator[Tag]:
    """What stands in the text, one after the other; out of the boxes that only arrange it, and with loose words kept."""
    for child in node.contents:
        if isinstance(child, Tag) and child.name in BOXES:
            yield from pieces(child)
        elif isinstance(child, Tag):
            yield child
        elif type(child) is NavigableString and child.strip():
            loose = Tag(name="p")
            loose.string = str(child)
            yield loose


def section(heading: str, held: list[str]) -> Iterator[tuple[str, Any]]:
    said = "".join(held).strip()
    if heading:
        yield "part", {"question": heading, "text": said}
    elif strip_tags(said).strip():
        yield "text", said


def cleaned(markup: str) -> str:
    """Only what a reader needs; scripts, styles and everything hidden are gone."""
    return nh3.clean(
        markup, tags=TAGS, attributes={"a": {"href"}}, link_rel=None, url_schemes={"http", "https", "mailto"}
    )


def note_media(node: Tag, draft: Draft, media: set[str], folder: Path) -> None:
    """What a text holds beside words is named, so that an editor can lay it in by hand."""
    for each in [node, *node.find_all(MEDIA)]:
        if each.name not in MEDIA:
            continue
        source = str(each.get("src") or "–")
        draft.lost.append(lost_picture(source, media, folder) if each.name == "img" else f"a {each.name}: {source}")


def lost_picture(source: str, media: set[str], folder: Path) -> str:
    if (folder / Path(urlsplit(source).path).name).is_file():
        return f"a picture to be laid in by hand: {source}"
    return f"a picture that is missing ({'named in' if source in media else 'not in'} the export): {source}"
