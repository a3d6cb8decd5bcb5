"""Signing in by ID-porten, Ansattporten or Entra ID: allauth's flow, with the checks it leaves out.

A person is known by (issuer, subject) and by nothing else. No claim is stored: neither e-mail nor name nor identity
number ever reaches the database. Providers come from the environment (portal/config/identity.py).
"""

import logging
import secrets
import time
from typing import Any

import jwt
import requests
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal.accounts.factors import providers
from portal.accounts.id_tokens import TIMEOUT, Disbelieved, Expected, metadata, verified
from portal.accounts.marks import public, writes
from portal.accounts.proof import is_fresh, suspend

log = logging.getLogger(__name__)
AFRESH = ("connect", "redirect")  # linking and step-up: the provider must ask the person again
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Client(OAuth2Client):
    """Fetches the token with the secret, or with an assertion signed by our private key."""

    def get_access_token(self, code: str, pkce_code_verifier: str | None = None, extra_data: Any = None) -> Any:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.callback_url,
            "code_verifier": pkce_code_verifier,
            "client_id": self.consumer_key,
        }
        auth = None
        if self.private_key:
            form |= {"client_assertion_type": ASSERTION, "client_assertion": self.assertion()}
        elif self.basic_auth:
            auth = (self.consumer_key, self.consumer_secret)
        else:
            form["client_secret"] = self.consumer_secret
        answer = requests.post(self.access_token_url, form, auth=auth, timeout=TIMEOUT, allow_redirects=False)
        if answer.status_code != requests.codes.ok:
            raise OAuth2Error(f"the token endpoint answered {answer.status_code}")
        tokens = answer.json()
        if not isinstance(tokens, dict) or not {"access_token", "id_token"} <= tokens.keys():
            raise OAuth2Error("the token endpoint gave no token")
        return tokens

    def assertion(self) -> str:
        now = int(time.time())
        claims = {"iss": self.consumer_key, "sub": self.consumer_key, "aud": self.issuer, "iat": now, "exp": now + 60}
        claims["jti"] = secrets.token_urlsafe(16)
        headers = {"kid": self.key_id} if self.key_id else None
        return jwt.encode(claims, self.private_key, algorithm="RS256", headers=headers)


class Adapter(OpenIDConnectOAuth2Adapter):
    """The exchange with the provider. `state` is what this browser's session kept when it left."""

    client_class = Client
    state: dict[str, Any]

    @property
    def openid_config(self) -> dict[str, Any]:
        try:
            return metadata(self.get_provider().issuer)
        except (Disbelieved, requests.RequestException, ValueError) as error:
            raise self.disbelieve(error) from error

    def get_client(self, request: HttpRequest, app: SocialApp) -> Client:
        client = super().get_client(request, app)
        client.issuer = self.get_provider().issuer
        client.private_key, client.key_id = app.settings["private_key"], app.settings["key_id"]
        return client

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> SocialLogin:
        provider = self.get_provider()
        kept = self.state["data"]
        expected = Expected(provider.issuer, app.client_id, kept["nonce"], tuple(app.settings["acr"]), kept["max_age"])
        try:
            self.check_answerer(request.GET.get("iss"))
            claims = verified(kwargs["response"]["id_token"], keys_at=self.openid_config["jwks_uri"], expected=expected)
        except (Disbelieved, jwt.PyJWTError, ValueError) as error:
            raise self.disbelieve(error) from error
        login = provider.sociallogin_from_response(request, claims)
        login.strong = bool(expected.levels)
        return login

    def check_answerer(self, issuer: str | None) -> None:
        """RFC 9207: an answer that names another provider was mixed up on the way."""
        promised = self.openid_config.get("authorization_response_iss_parameter_supported")
        if (issuer is not None or promised) and issuer != self.get_provider().issuer:
            raise Disbelieved("the answer names another issuer")

    def disbelieve(self, error: Exception) -> OAuth2Error:
        log.warning("A sign-in by %s was refused: %s", self.provider_id, error)
        return OAuth2Error(str(error))


class Provider(OpenIDConnectProvider):
    oauth2_adapter_class = Adapter
    supports_token_authentication = False

    @property
    def issuer(self) -> str:
        return str(self.app.settings["server_url"])

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        """Whatever the address asks for: we want to know who it is and nothing more."""
        return ["openid"]

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        return {}

    def get_pkce_params(self) -> dict[str, str]:
        return dict(generate_code_challenge())  # S256

    def redirect(self, request: HttpRequest, process: str, *args: Any, **kwargs: Any) -> HttpResponse:
        max_age = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT if process in AFRESH else settings.SESSION_IDLE
        kwargs["data"] = {"nonce": secrets.token_urlsafe(24), "max_age": max_age}
        asked = {"nonce": kwargs["data"]["nonce"], "max_age": max_age, "ui_locales": "nb"}
        if process in AFRESH:
            asked["prompt"] = "login"
        if levels := self.app.settings["acr"]:
            asked["acr_values"] = levels[0]
        kwargs["auth_params"] = asked
        try:
            return super().redirect(request, process, *args, **kwargs)
        except OAuth2Error as error:
            return render_authentication_error(request, self, exception=error)

    def extract_uid(self, data: dict[str, Any]) -> str:
        return f"{data['iss']} {data['sub']}"

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return []


class Callback(OAuth2CallbackView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except OAuth2Error as error:
            return render_authentication_error(request, self.adapter.get_provider(), exception=error)

    def _get_state(self, request: HttpRequest, provider: Provider) -> Any:
        state, refusal = super()._get_state(request, provider)
        self.adapter.state = state
        return state, refusal


@public
@writes
@require_safe
def start(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Off to the provider. A link rather than a form: the browser would not let a form lead to another origin.

    Linking and step-up start from our own pages only, and linking only from a session that has just proved itself.
    """
    process = request.GET.get("process", "login")
    if process in AFRESH and request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise Http404
    if process == "connect" and not is_fresh(request):
        return suspend(request) if request.user.is_authenticated else refuse()
    return OAuth2LoginView.adapter_view(known(request, provider_id))(request)


@public
@writes
@require_safe
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return Callback.adapter_view(known(request, provider_id))(request)


def known(request: HttpRequest, provider_id: str) -> Adapter:
    return Adapter(request, provider_id) if provider_id in {app["provider_id"] for app in providers()} else refuse()


def refuse() -> Any:
    raise Http404
