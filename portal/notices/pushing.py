"""Web push without content (RFC 8030, 8292): the browser's own service is asked to wake it, and is told nothing else.

The text that is shown stands in the browser already (js/worker.js). What the service learns is that somebody who has
chosen it may look, and that it is we who ask, by a signature.
"""

import base64
import logging
import time
from functools import lru_cache
from urllib.parse import urlsplit

import jwt
import requests
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db.models import F

from portal.accounts.models import User
from portal.accounts.sealing import unseal
from portal.notices.models import PushSubscription
from portal.notices.queries import browsers, not_told
from portal.tenancy.context import acting_as
from portal.tenancy.functions import call

logger = logging.getLogger(__name__)
TIMEOUT = (3, 5)  # seconds to connect, to answer
WAITS = 24 * 60 * 60  # seconds the service keeps it for a browser that is off
GOOD_FOR = 12 * 60 * 60  # seconds a signature holds; at most a day by RFC 8292
GONE = {404, 410}
MOST_FAILURES = 20
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of the curve P-256
LOOPBACK = {"127.0.0.1", "localhost"}


def is_service(endpoint: str) -> bool:
    """Whether it is the address of a push service we know. Nobody makes us knock elsewhere, least of all in our own house."""
    try:
        parts = urlsplit(endpoint)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return False
    if settings.DEMO and host in LOOPBACK:  # a service of the tests' own
        return True
    known = any(host == name or host.endswith(f".{name}") for name in settings.PUSH_SERVICES)
    return parts.scheme == "https" and known and port in (None, 443) and "@" not in parts.netloc


def push(user: User) -> None:
    """Wake her browsers if something is new to her. Noted before: a browser that cannot be reached is not woken twice."""
    if not settings.PUSH_KEY:
        return
    with acting_as(user.pk):
        hers, new = list(browsers(user)), not_told(user, "push")
        if not (hers and new and call("told_notices", notices=new, way="push")):
            return
    answers = {browser.pk: knock(unseal(browser.endpoint, purpose="push")) for browser in hers}
    with acting_as(user.pk):
        settle(user, answers)


def knock(endpoint: str) -> int:
    """What the service answered; 0 where it did not."""
    if not is_service(endpoint):
        return 404
    headers = {"TTL": str(WAITS), "Topic": "news", "Urgency": "normal", "Authorization": signature(endpoint)}
    try:
        return requests.post(endpoint, headers=headers, timeout=TIMEOUT, allow_redirects=False).status_code
    except requests.RequestException as error:
        logger.warning("A push service could not be reached: %s", type(error).__name__)
        return 0


def settle(user: User, answers: dict[int, int]) -> None:
    """A browser that has withdrawn is forgotten, and so is one that has failed too often."""
    failing = {pk for pk, status in answers.items() if not 200 <= status < 300}
    gone = {pk for pk in failing if answers[pk] in GONE}
    hers = PushSubscription.objects.filter(user=user)
    hers.filter(pk__in=answers.keys() - failing).exclude(failed=0).update(failed=0)
    hers.filter(pk__in=failing - gone).update(failed=F("failed") + 1)
    hers.filter(pk__in=gone).delete()
    hers.filter(failed__gt=MOST_FAILURES).delete()


def signature(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    told = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int(time.time()) + GOOD_FOR, "sub": settings.ORIGIN}
    return f"vapid t={jwt.encode(told, private_key(settings.PUSH_KEY), algorithm='ES256')}, k={public_key()}"


def public_key() -> str:
    """What a browser is told, so that its service takes nothing from anybody but us. Empty where push is not offered."""
    if not settings.PUSH_KEY:
        return ""
    point = private_key(settings.PUSH_KEY).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


@lru_cache(maxsize=1)
def private_key(secret: str) -> ec.EllipticCurvePrivateKey:
    """Made of the secret text, which is kept like all others; another text is another key, and browsers ask anew."""
    made = HKDF(algorithm=hashes.SHA256(), length=48, salt=None, info=b"utveier web push").derive(secret.encode())
    return ec.derive_private_key(int.from_bytes(made, "big") % (ORDER - 1) + 1, ec.SECP256R1())
