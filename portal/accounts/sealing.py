"""Seals short secrets that must rest in the database: factors, letters on their way.

AES-256-GCM under keys derived from the portal's secret key, one per purpose; a sealed text moved to another purpose
does not open. What belongs to a case is not sealed with these: its key must end with the case.
"""

import base64
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12  # bytes, the length AES-GCM is made for


def seal(text: str, *, purpose: str) -> str:
    nonce = os.urandom(NONCE)
    return base64.b64encode(nonce + cipher(purpose).encrypt(nonce, text.encode(), purpose.encode())).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """Raises cryptography's InvalidTag for a text that was changed, moved or sealed under another key."""
    blob = base64.b64decode(sealed)
    return cipher(purpose).decrypt(blob[:NONCE], blob[NONCE:], purpose.encode()).decode()


def cipher(purpose: str) -> AESGCM:
    kdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"utveier {purpose}".encode())
    return AESGCM(kdf.derive(settings.SECRET_KEY.encode()))
