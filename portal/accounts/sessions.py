"""Sessions in the database, found by the hash of the cookie (security.md 3.6) and sealed.

A session holds invitations on their way, authenticator secrets not yet confirmed and forms put aside for step-up: a
copy of the database must not show them.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from portal.accounts.models import Session
from portal.accounts.proof import TWO_FACTORS
from portal.accounts.sealing import seal, unseal

KEY_LENGTH = 40  # the column's width; 160 bits of SHA-256


def hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:KEY_LENGTH]


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def encode(self, session_dict: dict[str, Any]) -> str:
        return seal(json.dumps(session_dict), purpose="session")

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """A session that does not open (another key, a changed row) is an empty one."""
        try:
            opened: dict[str, Any] = json.loads(unseal(str(session_data), purpose="session"))
        except (InvalidTag, ValueError):
            return {}
        return opened

    def _get_session_from_db(self) -> Session | None:
        """An unknown key is forgotten, so that nobody can choose the key of a later sign-in."""
        alive = Session.objects.filter(expire_date__gt=timezone.now())
        row = alive.filter(session_key=hashed(self.session_key or "")).first()
        if row is None:
            self._session_key = None
        return row

    def exists(self, session_key: str) -> bool:
        return super().exists(hashed(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Keeps whose it is, on what, since when and last when, for the list of sessions."""
        row = super().create_model_instance(data)
        assert isinstance(row, Session)  # noqa: S101 narrows the type; get_model_class says so
        row.session_key = hashed(self.session_key or "")
        row.user_id = int(data["_auth_user_id"]) if "_auth_user_id" in data else None
        row.device = data.get("device", "")
        row.proved = bool(data.get(TWO_FACTORS))
        if "started" in data:
            row.started_at = datetime.fromtimestamp(data["started"], UTC)
            row.seen_at = datetime.fromtimestamp(data["seen"], UTC)
        return row

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            Session.objects.filter(session_key=hashed(key)).delete()
