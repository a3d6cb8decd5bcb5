"""A provider that answers as a test tells it to: a real server on a real port, with a key of its own."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "utveier"
SECRET = "hemmelig-mellom-to"
LEVEL = "idporten-loa-high"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class FakeProvider:
    """`claims` and `told` change what it says; `signed` how it signs; `asked` is what came to the token endpoint."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.claims: dict[str, Any] = {}
        self.told: dict[str, Any] = {}
        self.signed: dict[str, Any] = {"key": KEY, "algorithm": "RS256", "headers": {"kid": "one"}}
        self.nonce = ""
        self.asked: dict[str, str] = {}
        self.authorization = ""
        self.raw: str | None = None

    def metadata(self) -> dict[str, Any]:
        told = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }
        return told | self.told

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}

    def id_token(self) -> str:
        if self.raw is not None:
            return self.raw
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": "sub-1", "aud": CLIENT, "iat": now, "exp": now + 120, "auth_time": now}
        claims |= {"nonce": self.nonce, "acr": LEVEL, "pid": "01017012345", "email": "ada@fjordby.example"}
        said = {key: value for key, value in (claims | self.claims).items() if value is not None}
        return jwt.encode(said, **self.signed)


@contextmanager
def running_provider() -> Iterator[FakeProvider]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.provider = FakeProvider(f"http://127.0.0.1:{server.server_port}")  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.provider  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Handler(BaseHTTPRequestHandler):
    @property
    def provider(self) -> FakeProvider:
        provider: FakeProvider = self.server.provider  # type: ignore[attr-defined]
        return provider

    def do_GET(self) -> None:
        known = {"/.well-known/openid-configuration": self.provider.metadata, "/jwks": self.provider.keys}
        self.answer(known[self.path]())

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.provider.asked = {key: values[0] for key, values in form.items()}
        self.provider.authorization = self.headers.get("Authorization", "")
        self.answer({"access_token": "unused", "token_type": "Bearer", "id_token": self.provider.id_token()})

    def answer(self, document: dict[str, Any]) -> None:
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Silent."""
