"""The sizes in which pictures are shown. They are made when a text is published: whoever reads changes nothing."""

from typing import Any

from wagtail.images.models import Filter, Image, Rendition

STILL, WIDE = "fill-640x360|format-webp", "max-1200x1200|format-webp"


def make(image: Image, size: str) -> None:
    image.get_rendition(size)


def shown(image: Image | None, size: str) -> Rendition | None:
    """The picture in that size, if it has been made."""
    every: Any = image.renditions.all() if image else ()
    focus = Filter(size).get_cache_key(image) if image else ""
    return next((made for made in every if made.filter_spec == size and made.focal_point_key == focus), None)
