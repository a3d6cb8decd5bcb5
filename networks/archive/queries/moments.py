"""Moments and days: in the data as ISO 8601, on paper in words and always with the year."""

from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.translation import get_language


def moment(value: datetime | None) -> str | None:
    return timezone.localtime(value).isoformat(timespec="milliseconds") if value else None


def the_day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def parsed(value: str) -> datetime | date:
    return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)


def day(value: str) -> str:
    """«27. november 2026»: paper is read in other years."""
    return formats.date_format(parsed(value), "j F Y" if get_language() == "en" else "j. F Y")


def weekday(value: str) -> str:
    return f"{formats.date_format(parsed(value), 'l')} {day(value)}"


def clock(value: str) -> str:
    return datetime.fromisoformat(value).strftime("%H.%M")


def at(value: str | None) -> str:
    if value is None:
        return ""
    return f"{day(value)} {clock(value)}" if "T" in value else day(value)
