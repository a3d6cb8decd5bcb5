"""Who may open a socket: a session that lives and has proved two factors, from a page of the portal's own."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from websockets.exceptions import InvalidStatus

from portal.accounts.models import Session, User
from portal.accounts.sessions import SessionStore, hashed
from portal.live.origin import is_own
from tests.portal.live.house import House, session_of
from tests.portal.live.rooms import new_person

FORBIDDEN, NOT_UNDERSTOOD = 403, 400
OPENED = None


def test_a_signed_in_person_opens_one(house: House) -> None:
    assert house.refuses(house.sign_in("stranger")) is OPENED


@pytest.mark.parametrize("cookie", ["", "x", "0" * 40, "'; DROP TABLE portal_session --"])
def test_whoever_is_not_signed_in_opens_none(house: House, cookie: str) -> None:
    assert house.refuses(cookie) == FORBIDDEN


def test_the_hash_that_is_kept_of_a_session_opens_none(house: House) -> None:
    """A dump of the database is no set of cookies."""
    assert house.refuses(hashed(house.cookie("member"))) == FORBIDDEN


def test_a_session_with_one_factor_opens_none(house: House) -> None:
    user = new_person()

    assert house.refuses(session_of(user, proved=True)) is OPENED
    assert house.refuses(session_of(user, proved=False)) == FORBIDDEN


def row(cookie: str, **told: Any) -> None:
    assert Session.objects.filter(session_key=hashed(cookie)).update(**told) == 1


def ago(minutes: int) -> Any:
    return timezone.now() - timedelta(minutes=minutes)


SESSION_ENDS: dict[str, Callable[[str, User], Any]] = {
    "idle": lambda cookie, user: row(cookie, seen_at=ago(31)),
    "expired": lambda cookie, user: row(cookie, expire_date=ago(0)),
    "proof_withdrawn": lambda cookie, user: row(cookie, proved=False),
    "signed_out": lambda cookie, user: SessionStore(cookie).delete(),
    "account_closed": lambda cookie, user: User.objects.filter(pk=user.pk).update(is_active=False),
    "of_nobody": lambda cookie, user: row(cookie, user=None),
}


@pytest.mark.parametrize("how", SESSION_ENDS)
def test_a_session_that_is_over_opens_none(house: House, how: str) -> None:
    user = new_person()
    cookie = session_of(user)
    assert house.refuses(cookie) is OPENED

    SESSION_ENDS[how](cookie, user)

    assert house.refuses(cookie) == FORBIDDEN


def test_a_session_idle_for_less_than_half_an_hour_opens_one(house: House) -> None:
    cookie = session_of(new_person())

    row(cookie, seen_at=ago(29))

    assert house.refuses(cookie) is OPENED


def test_of_two_cookies_the_one_counts_that_the_pages_take(house: House) -> None:
    """Otherwise somebody's socket could be another person's than her page."""
    own = house.cookie("member")

    assert house.page(f"0; sid={own}", "/hjem/")
    assert house.refuses(f"0; sid={own}") is OPENED
    assert house.refuses(f"{own}; sid=0") == FORBIDDEN


def test_there_is_no_socket_at_another_address(house: House) -> None:
    with pytest.raises(InvalidStatus), house.at(house.cookie("member"), path="/nettverk/fjordby/"):
        pass


BAD_ORIGINS = (
    "null",
    "file://",
    "about:srcdoc",
    "127.0.0.1:{port}",
    "//127.0.0.1:{port}",
    "http://",
    "http://:{port}",
    # another scheme, another port
    "https://127.0.0.1:{port}",
    "ws://127.0.0.1:{port}",
    "HTTP://127.0.0.1:{port}",
    "http:127.0.0.1:{port}",
    "http://127.0.0.1",
    "http://127.0.0.1:",
    "http://127.0.0.1:80",
    "http://127.0.0.1:{port}0",
    "http://127.0.0.1:0{port}",
    # another host that looks like it, or leads to it
    "http://localhost:{port}",
    "http://LOCALHOST:{port}",
    "http://app.127.0.0.1:{port}",
    "http://evil127.0.0.1:{port}",
    "http://127.0.0.1.:{port}",
    "http://127.0.0.1.evil.example:{port}",
    "http://127.0.0.1:{port}.evil.example",
    "http://127.0.0.1%00.evil.example:{port}",
    "http://127.1:{port}",
    "http://2130706433:{port}",
    "http://0x7f.0.0.1:{port}",
    "http://[::1]:{port}",
    "http://[::ffff:127.0.0.1]:{port}",
    "http://xn--127.0.0.1:{port}",
    # something beside it
    "http://somebody@127.0.0.1:{port}",
    "http://127.0.0.1:{port}@evil.example",
    "http://127.0.0.1:{port}/",
    "http://127.0.0.1:{port}/live/",
    "http://127.0.0.1:{port}?evil.example",
    "http://127.0.0.1:{port}#evil.example",
    "http://127.0.0.1:{port}\\.evil.example",
    "http://127.0.0.1:{port}, http://evil.example",
    "http://evil.example http://127.0.0.1:{port}",
)


def test_a_page_from_nowhere_opens_none(house: House) -> None:
    assert house.refuses(house.cookie("member"), origin=None) == FORBIDDEN


@pytest.mark.parametrize("origin", BAD_ORIGINS)
def test_a_page_from_elsewhere_opens_none(house: House, origin: str) -> None:
    """Her browser would send her cookie along (B40)."""
    assert house.refuses(house.cookie("member"), origin=origin.format(port=house.port)) == FORBIDDEN


def test_two_origins_open_none(house: House) -> None:
    assert house.refuses(house.cookie("member"), also={"Origin": "http://evil.example"}) == NOT_UNDERSTOOD


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", OPENED),
        ("evil.example", FORBIDDEN),
        ("127.0.0.1.evil.example", FORBIDDEN),
        ("localhost.", FORBIDDEN),
        ("app.localhost", FORBIDDEN),
    ],
)
def test_a_page_at_a_name_that_is_not_ours_opens_none(house: House, host: str, status: int | None) -> None:
    """A name that an attacker lets point at us is asked at by a page of hers: Host and Origin agree."""
    told = f"http://{host}:{house.port}"

    assert house.refuses(house.cookie("member"), host=host, origin=told) == status


def headers(origin: str, host: str) -> dict[str, Any]:
    return {"headers": [(b"host", host.encode()), (b"origin", origin.encode())]}


@pytest.mark.parametrize(
    ("origin", "own"),
    [
        ("https://portal.example", True),
        ("http://portal.example", False),
        ("https://portal.example:443", False),
        ("https://portal.example:8443", False),
        ("https://www.portal.example", False),
        ("https://example", False),
        ("https://portal.example.", False),
        ("https://portal.example.evil.example", False),
        ("https://evil-portal.example", False),
        ("https://Portal.example", False),
        ("https://portal.examplе", False),  # the last letter is Cyrillic
    ],
)
def test_behind_a_proxy_the_page_comes_over_tls(settings: Any, origin: str, own: bool) -> None:  # noqa: FBT001 a table
    settings.ORIGIN, settings.ALLOWED_HOSTS = "https://portal.example", ["portal.example"]

    assert is_own(headers(origin, "portal.example")) is own
