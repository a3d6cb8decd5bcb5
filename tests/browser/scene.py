"""What the browser finds beside the demo: every page has something to show. Laid out by windows.laid_out().

Fjordby keeps the demo's own face; what would change it is made in Skogdal, and what is empty is shown in Nyvik, a
network of the editor.
"""

import json
import sys
import time
from http import HTTPStatus
from typing import Any

import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client

from knowledge.editing.services import ask_outside
from knowledge.library.models import Article, Section
from networks.directory import services as directory
from networks.directory.choices import Preset, Sector
from networks.directory.models import Charter, Network
from networks.entry import services as entry
from networks.entry.models import Grant, Invitation, JoinRequest
from networks.membership import services as membership
from networks.membership.models import Membership
from portal.accounts.models import User
from portal.accounts.proof import TWO_FACTORS
from portal.accounts.services import open_account, password_link
from portal.config.demo import maintenance
from portal.notices.stopping import token_for
from portal.tenancy.context import acting_as
from portal.ui.errors import busy, server_error
from tests.browser.scene_readiness import lay_readiness
from tests.browser.scene_rooms import lay_rooms
from tests.browser.scene_routines import lay_routines

PASSWORD = "blå hester spiser drops"
MANY = 27  # more than a page
Words = dict[str, str]


def person(slug: str) -> User:
    return User.objects.get(email=f"{slug}@demo.invalid")


def network(slug: str) -> Network:
    found: Network = Network.objects.get(slug=slug)
    return found


def letter(place: Network, email: str, by: User) -> str:
    party = place.organisations.order_by("pk")[0]
    return entry.invite(
        network=place, email=email, role="member", organisation_id=party.pk, function="Miljøterapeut", by=by
    )


def in_fjordby() -> Words:
    by = person("coordinator")
    with acting_as(by.pk):
        place = network("fjordby")
        members = {m.user.email.partition("@")[0]: str(m.pk) for m in Membership.objects.filter(network=place)}
        return {
            "coordinating": members["coordinator"],
            "member": members["member"],
            "due": members["mona.vik"],
            "left": members["ex-member"],
            "organisation": str(place.organisations.order_by("pk")[1].pk),
            "visit": str(Grant.objects.filter(content_object=place, user=person("supervisor"))[0].pk),
            "request": str(JoinRequest.objects.get(network=place, user=person("omar.said")).pk),
            "code": place.join_code or "",
        }


def in_skogdal() -> Words:
    by, deputy = person("outsider-coordinator"), person("tor.helge.moen")
    with acting_as(by.pk):
        place = network("skogdal-og-elvestad")
        paused = Membership.objects.get(network=place, user=person("nils.gaup"))
        membership.pause(member=paused, by=by)
        written_anew(place, by)
        successor = Membership.objects.get(network=place, user=deputy)
        membership.propose_handover(
            successor=successor, text="Avtalen må signeres på nytt. Årshjulet ligger hos meg.", by=by
        )
        tokens = {
            "letter": letter(place, "reidun.ask@elvestad.example", by),
            "letter_known": letter(place, person("stranger").email, by),
            "letter_by_keyboard": letter(place, person("operator").email, by),
            "letter_used": letter(place, person("ex-member").email, by),
            "letter_revoked": letter(place, "astrid.lie@elvestad.example", by),
            "letter_expired": letter(place, "jostein.aa@elvestad.example", by),
        }
        entry.revoke(invitation=Invitation.objects.get(email="astrid.lie@elvestad.example"), by=by)
        for number in range(MANY):
            letter(place, f"ansatt{number:02}@elvestad.example", by)
        with acting_as(person("ex-member").pk):
            entry.accept(token=tokens["letter_used"], by=person("ex-member"))
        tokens = lay_rooms(tokens, by, deputy, person("ex-member"))
        tokens = lay_readiness(lay_routines(tokens, by, deputy))
    maintenance([(
        "UPDATE networks_invitation SET invited_at = now() - interval '9 days', expires_at = now() - interval '2 days' "
        "WHERE email = %s", ["jostein.aa@elvestad.example"],
    )])  # fmt: skip
    return tokens | {"version": "1", "paused": str(paused.pk)}


def written_anew(place: Network, by: User) -> None:
    """The text was signed, so the old one is laid aside as version 1."""
    seen = Charter.objects.get(network=place).changed_at
    directory.change_charter(
        network=place, purpose="Vi deler på det vi har lært, og møtes fire ganger i året.", legal_basis="agreement",
        keep_talk_days=90, seen=seen, by=by,
    )  # fmt: skip


def in_nyvik() -> None:
    by = person("editor")
    with acting_as(by.pk):
        membership.found_network(
            name="Nyvik", slug="nyvik", preset=Preset.ONE_MUNICIPALITY, organisation="Nyvik kommune",
            sector=Sector.MUNICIPALITY, function="SLT-koordinator", by=by,
        )  # fmt: skip


def signed_in(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def without_door(slug: str) -> str:
    """Somebody of the demo who is none of its fourteen: Nils, paused in Skogdal; Marit, who edits at RVTS Vest."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(person(slug), backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[TWO_FACTORS] = True
    session.save()
    return signed_in(client)


def passed(email: str) -> Client:
    """A browser that has written its password."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.post("/konto/logg-inn/", {"login": email, "password": PASSWORD})
    return client


def accounts() -> tuple[Words, dict[str, str]]:
    """Ada has an app and codes on paper, Bo a passkey beside them, Cecilie so far nothing but her password."""
    people = {
        who: open_account(email=f"{who}@fjordby.example", name=name, password=PASSWORD)
        for who, name in {"ada": "Ada Vik", "bo": "Bo Lie-Sørensen", "cecilie": "Cecilie Moe"}.items()
    }
    secrets = {who: str(generate_totp_secret()) for who in ("ada", "bo")}
    for who, secret in secrets.items():
        TOTP.activate(people[who], secret)
        RecoveryCodes.activate(people[who])
    passkey = Authenticator.objects.create(
        user=people["bo"], type=Authenticator.Type.WEBAUTHN, data={"name": "Telefonen på jobb", "credential": {}}
    )
    sessions = {f"{who}-half": signed_in(passed(people[who].email)) for who in ("ada", "cecilie")}
    sessions |= {who: with_code(people[who], secret) for who, secret in secrets.items()} | {
        "nils": without_door("nils.gaup")
    }
    people["ada"].refresh_from_db()  # a link holds only until the next sign-in
    words = {"passkey": str(passkey.pk), "reset": password_link(people["ada"]).removeprefix(settings.ORIGIN)}
    return words, sessions


def with_code(user: User, secret: str) -> str:
    client = passed(user.email)
    cache.clear()
    half_minute = int(time.time()) // 30
    with time_machine.travel(half_minute * 30, tick=False):  # or the code could run out on its way
        client.post("/konto/sikkerhet/kode/", {"code": format_hotp_value(hotp_value(secret, half_minute))})
    return signed_in(client)


def faces() -> dict[str, str]:
    """What one sees when the portal is broken, and when one has guessed too often."""
    client = Client(SERVER_NAME="127.0.0.1")
    wrong = {"login": "ada@fjordby.example", "password": "feil"}
    answers = (client.post("/konto/logg-inn/", wrong) for _ in range(50))
    refused = next(answer for answer in answers if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS)
    cache.clear()
    broken = {"500": server_error(HttpRequest()), "503": busy(waited=True)}
    return {face: answer.content.decode() for face, answer in broken.items()} | {"429": refused.content.decode()}


def lay_out() -> dict[str, Any]:
    """What stands in an address between { and }, the sessions of who is signed in, and pages that no address shows."""
    words = in_fjordby() | in_skogdal() | sent_outside()
    in_nyvik()
    more, sessions = accounts()
    more["stop"] = token_for(person("stranger"))
    sessions["marit"] = without_door("marit.voll")
    return {"words": words | more, "sessions": sessions, "cookie": settings.SESSION_COOKIE_NAME, "faces": faces()}


def sent_outside() -> Words:
    """Drafts with a link to somebody who has no account: one to look at, one to answer."""
    titles = {"outside": "Et utkast om skolen", "outside_once": "Et utkast om idrett"}
    return {word: asked_outside(title, f"utkast-{number}") for number, (word, title) in enumerate(titles.items())}


def asked_outside(title: str, slug: str) -> str:
    article = Article(title=title, slug=slug, lead="Kort og greit.", live=False)
    Section.objects.get(slug="fenomenkunnskap").add_child(instance=article)
    article.save_revision()
    return ask_outside(page=article, name="Lise Falk", email="lise@outside.invalid", by=person("editor"))


def tell() -> None:
    json.dump(lay_out(), sys.stdout)
