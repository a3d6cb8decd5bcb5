"""A push holds nothing, goes to push services only, and ends where the browser has withdrawn. The service is a real one."""

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from django.conf import settings as configured
from django.test import Client

from portal.accounts.models import User
from portal.notices.models import PushSubscription
from portal.notices.pushing import MOST_FAILURES, is_service, private_key, public_key
from portal.notices.queries import browsers
from portal.notices.telling import tell_of_notices
from portal.notices.wishes import tell_in_browser
from portal.tenancy.context import acting_as
from tests.networks.discussion.conftest import Acting, Persona
from tests.portal.notices.conftest import AtHour, Choose, Name, Run, queued

SignedIn = Callable[[str], Client]
ADD, FORGET = "/konto/varsler/nettleser/", "/konto/varsler/nettleser/fjern/"


class Service(ThreadingHTTPServer):
    """Answers every push with `answer`, and keeps what it was asked."""

    answer = 201
    asked: list[tuple[str, dict[str, str], bytes]]

    def __init__(self) -> None:
        self.asked = []
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/push/abc"


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append((self.path, dict(self.headers.items()), body))
        self.send_response(self.server.answer)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def listens(acting: Acting, service: Service) -> Callable[..., None]:
    """listens("coordinator"): she has a browser at the service."""

    def add(who: str, endpoint: str = "") -> None:
        with acting(who):
            tell_in_browser(endpoint=endpoint or service.endpoint)

    return add


def count(user: User) -> int:
    with acting_as(user.pk):
        return browsers(user).count()


def test_a_push_is_empty_and_signed(name: Name, run: Run, listens: Callable[..., None], service: Service) -> None:
    listens("coordinator")
    name("coordinator")
    run()
    [(path, headers, body)] = service.asked
    scheme, told = headers["Authorization"].split(" ", 1)
    token, key = (part.split("=", 1)[1] for part in told.split(", "))
    claims = jwt.decode(
        token,
        private_key(configured.PUSH_KEY).public_key(),
        algorithms=["ES256"],
        audience=service.endpoint.removesuffix("/push/abc"),
    )

    assert (path, body, scheme, key) == ("/push/abc", b"", "vapid", public_key())
    assert claims.keys() == {"aud", "exp", "sub"}
    assert not {"Content-Encoding", "Content-Type"} & headers.keys()


def test_ten_mentions_are_one_push_and_a_job_twice_is_one(
    name: Name, run: Run, listens: Callable[..., None], service: Service
) -> None:
    listens("coordinator")
    for _ in range(10):
        name("coordinator")
    run()
    run()

    assert len(service.asked) == 1


def test_who_wants_no_letters_is_still_told_in_her_browser(
    name: Name, run: Run, choose: Choose, listens: Callable[..., None], service: Service
) -> None:
    choose("coordinator", mail="never")
    listens("coordinator")
    name("coordinator")

    assert (run(), len(service.asked)) == ([], 1)


def test_in_quiet_hours_no_browser_is_woken(
    name: Name, run: Run, choose: Choose, listens: Callable[..., None], service: Service, at_hour: AtHour
) -> None:
    choose("coordinator", quiet_from=22, quiet_to=6)
    listens("coordinator")
    name("coordinator")
    at_hour(3)
    run()
    in_the_night = len(service.asked)
    at_hour(6)
    run()

    assert (in_the_night, len(service.asked)) == (0, 1)


def test_who_has_lost_the_room_is_not_woken(
    name: Name, run: Run, listens: Callable[..., None], service: Service, leaves_room: Callable[[str], None]
) -> None:
    listens("contact")
    name("contact")
    leaves_room("contact")
    run()

    assert service.asked == []


@pytest.mark.parametrize(("answer", "left"), [(201, 1), (404, 0), (410, 0), (500, 1), (302, 1)])
def test_a_browser_that_has_withdrawn_is_forgotten(
    name: Name, run: Run, listens: Callable[..., None], service: Service, persona: Persona, answer: int, left: int
) -> None:
    service.answer = answer
    listens("coordinator")
    name("coordinator")
    letters = run()

    assert (count(persona("coordinator")), len(service.asked), len(letters)) == (left, 1, 1)


def test_a_browser_that_fails_too_often_is_forgotten(
    name: Name, run: Run, listens: Callable[..., None], service: Service, persona: Persona
) -> None:
    service.answer = 500
    user = persona("coordinator")
    listens("coordinator")
    with acting_as(user.pk):
        PushSubscription.objects.update(failed=MOST_FAILURES)
    name("coordinator")
    run()

    assert count(user) == 0


def test_a_service_that_does_not_answer_stops_no_letter(
    name: Name, run: Run, listens: Callable[..., None], persona: Persona
) -> None:
    listens("coordinator", "http://127.0.0.1:9/nobody")
    name("coordinator")

    assert (len(run()), count(persona("coordinator"))) == (1, 1)


# Which addresses


@pytest.mark.parametrize(
    ("endpoint", "known"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/abc", True),
        ("https://web.push.apple.com/abc", True),
        ("https://wns2-am3p.notify.windows.com/w/?token=abc", True),
        ("http://fcm.googleapis.com/fcm/send/abc", False),
        ("https://fcm.googleapis.com:8443/abc", False),
        ("https://fcm.googleapis.com.evil.example/abc", False),
        ("https://evilfcm.googleapis.com.example/", False),
        ("https://fcm.googleapis.com@evil.example/", False),
        ("https://user:pass@fcm.googleapis.com/", False),
        ("https://evil.example/", False),
        ("https://database:5432/", False),
        ("https://127.0.0.1/", False),
        ("http://127.0.0.1:8000/", False),
        ("http://localhost/", False),
        ("https://10.0.0.5/", False),
        ("https://[::1]/", False),
        ("https://169.254.169.254/latest/", False),
        ("file:///etc/passwd", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_only_push_services_are_knocked_at(settings: Any, endpoint: str, known: bool) -> None:  # noqa: FBT001 a table
    settings.DEMO = False

    assert is_service(endpoint) is known


def test_an_address_that_is_no_longer_known_is_not_knocked_at(
    name: Name, listens: Callable[..., None], service: Service, persona: Persona, settings: Any
) -> None:
    listens("coordinator")
    name("coordinator")
    settings.DEMO = False
    tell_of_notices(**queued()[0]["args"])

    assert (service.asked, count(persona("coordinator"))) == ([], 0)


# The browser's side


def test_a_browser_is_added_and_taken_away(signed_in: SignedIn, service: Service, persona: Persona) -> None:
    client, counts = signed_in("member"), []
    told = client.post(ADD, {"endpoint": service.endpoint}).json()["told"]
    client.post(ADD, {"endpoint": service.endpoint})
    counts.append(count(persona("member")))
    client.post(ADD, {"endpoint": f"{service.endpoint}/2"})
    client.post(FORGET, {"endpoint": service.endpoint})
    counts.append(count(persona("member")))
    client.post(FORGET)

    assert (told, [*counts, count(persona("member"))]) == ("You are now told in this browser.", [1, 1, 0])


def test_another_address_is_refused_in_words(signed_in: SignedIn, persona: Persona) -> None:
    answer = signed_in("member").post(ADD, {"endpoint": "https://intern.kommune.example/hook"})

    assert answer.status_code == 422
    assert answer.json()["told"] == "Utveier does not know the service this browser uses."
    assert count(persona("member")) == 0


def test_a_browser_tells_whoever_used_it_last(listens: Callable[..., None], persona: Persona) -> None:
    listens("member")
    listens("contact")

    assert (count(persona("member")), count(persona("contact"))) == (0, 1)


def test_nobody_takes_away_anothers_browser(
    signed_in: SignedIn, listens: Callable[..., None], service: Service, persona: Persona
) -> None:
    listens("member")
    signed_in("contact").post(FORGET, {"endpoint": service.endpoint})
    signed_in("contact").post(FORGET)

    assert count(persona("member")) == 1


def test_ten_browsers_are_enough(listens: Callable[..., None], service: Service, persona: Persona) -> None:
    for number in range(12):
        listens("member", f"{service.endpoint}/{number}")

    assert count(persona("member")) == 10


def test_the_address_rests_sealed(listens: Callable[..., None], service: Service, persona: Persona) -> None:
    listens("member")
    user = persona("member")
    with acting_as(user.pk):
        [row] = browsers(user).values()

    assert service.endpoint not in str(row)


def test_the_page_offers_it_with_our_key(signed_in: SignedIn) -> None:
    shown = signed_in("member").get("/konto/varsler/").content.decode()

    assert f'data-portal-push="{public_key()}"' in shown


def test_without_a_key_it_is_not_offered_and_nothing_is_sent(
    signed_in: SignedIn, name: Name, run: Run, listens: Callable[..., None], service: Service, settings: Any
) -> None:
    listens("coordinator")
    name("coordinator")
    settings.PUSH_KEY = ""

    assert len(run()) == 1
    assert service.asked == []
    assert "data-portal-push" not in signed_in("member").get("/konto/varsler/").content.decode()


@pytest.mark.parametrize(("language", "told"), [("en", "There is news in Utveier."), ("nb", "Det er nytt i Utveier.")])
def test_the_script_shows_one_sentence_in_her_language(language: str, told: str, db: None) -> None:
    client = Client()
    client.cookies["language"] = language
    answer = client.get("/varsler.js")

    assert answer["Content-Type"] == "text/javascript"
    assert answer.content.decode().startswith(f'const TOLD = "{told}";\n')


def test_the_key_is_made_of_the_secret_and_always_the_same() -> None:
    one, again, other = (private_key.__wrapped__(secret) for secret in ("a", "a", "b"))

    assert isinstance(one.curve, SECP256R1)
    assert isinstance(one.public_key(), EllipticCurvePublicKey)
    assert one.private_numbers() == again.private_numbers() != other.private_numbers()


def test_the_endpoint_of_the_tests_is_a_service_only_in_a_demo(settings: Any, service: Service) -> None:
    in_a_demo = is_service(service.endpoint)
    settings.DEMO = False

    assert (in_a_demo, is_service(service.endpoint), urlsplit(service.endpoint).scheme) == (True, False, "http")
