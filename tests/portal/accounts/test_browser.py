"""The ways in, walked in a real browser: with a passkey, with an app, without script."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from networks.directory.models import Network
from networks.entry import services as entry
from networks.membership.models import Membership
from portal.accounts.models import User
from portal.tenancy.context import acting_as
from tests.portal.accounts.conftest import EMAIL, PASSWORD, code_of, kinds_of, text_secret, with_passkeys

pytestmark = pytest.mark.browser


def invited() -> str:
    coordinator = User.objects.get(email="coordinator@demo.invalid")
    with acting_as(coordinator.pk):
        network = Network.objects.get(slug="fjordby")
        party = network.organisations.order_by("pk")[0]
        token = entry.invite(
            network=network, email=EMAIL, role="member", organisation_id=party.pk, function="Lærer", by=coordinator
        )
        return f"/nettverk/invitasjon/{token}/"


def make_account(page: Page, address: str) -> None:
    page.goto(address)
    page.fill("[name=name]", "Ada Vik")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")


def enrol_app(page: Page) -> None:
    """Write what the app shows; at the turn of the half minute what it shows next, as a person would."""
    secret = text_secret(page)
    for _attempt in range(2):
        page.fill("[name=code]", code_of(secret))
        page.click("main form button")
        page.wait_for_load_state()
        if page.url.endswith("/reservekoder/"):
            return
    pytest.fail("Two codes in a row were refused.")


def is_member() -> bool:
    ada = User.objects.get(email=EMAIL)
    with acting_as(ada.pk):
        return Membership.objects.filter(user=ada).exists()


def test_a_letter_lets_in_with_a_passkey(site: str, context: BrowserContext) -> None:
    page = with_passkeys(context)
    make_account(page, site + invited())
    page.click("a[href$='/nokler/ny/']")
    page.click("main form button")
    page.wait_for_url("**/reservekoder/")
    assert not is_member()

    page.click("main form button")

    page.wait_for_url("**/nettverk/fjordby/")
    assert is_member()
    assert kinds_of(User.objects.get(email=EMAIL)) == {"webauthn", "recovery_codes"}


def test_a_passkey_signs_in_again_and_proves(site: str, context: BrowserContext) -> None:
    page = with_passkeys(context)
    make_account(page, site + invited())
    page.click("a[href$='/nokler/ny/']")
    page.click("main form button")
    page.wait_for_url("**/reservekoder/")
    page.goto(f"{site}/konto/logg-ut/")
    page.click("main form button")

    page.goto(f"{site}/konto/logg-inn/?next=/konto/okter/")
    page.click("[data-portal-passkey] button")
    expect(page.locator("main table")).to_be_visible()
    page.goto(f"{site}/konto/sikkerhet/nokler/bekreft/?next=/konto/sikkerhet/app/")
    expect(page.locator(".pagehead")).to_contain_text("Then «Security» opens.")
    page.goto(f"{site}/konto/sikkerhet/nokler/bekreft/?next=/konto/")
    page.click("[data-portal-passkey] button")

    expect(page.locator("[name=name]")).to_have_value("Ada Vik")


def test_a_passkey_is_the_second_step_after_a_password(site: str, context: BrowserContext) -> None:
    page = with_passkeys(context)
    make_account(page, site + invited())
    page.click("a[href$='/nokler/ny/']")
    page.click("main form button")
    page.wait_for_url("**/reservekoder/")
    page.goto(f"{site}/konto/logg-ut/")
    page.click("main form button")

    page.goto(f"{site}/konto/logg-inn/")
    page.fill("[name=login]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.click("form:has([name=password]) button")
    page.wait_for_url("**/sikkerhet/kode/")
    page.click("[data-portal-passkey] button")

    page.wait_for_url("**/hjem/")


def test_a_letter_lets_in_without_script(site: str, chromium: object, context: BrowserContext) -> None:
    plain = context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr] # it has one
    page = plain.new_page()
    make_account(page, site + invited())
    page.click("a[href$='/sikkerhet/app/']")
    enrol_app(page)

    page.click("main form button")

    page.wait_for_url("**/nettverk/fjordby/")
    plain.close()
    assert is_member()


def test_the_letter_is_answered_by_keyboard(site: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(site + invited())
    page.focus("[name=name]")
    for typed in ("Ada Vik", "Tab", PASSWORD, "Enter"):
        page.keyboard.press(typed) if typed in {"Tab", "Enter"} else page.keyboard.type(typed)

    page.wait_for_url("**/konto/sikkerhet/")
    page.locator("a[href$='/sikkerhet/app/']").focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**/sikkerhet/app/")
