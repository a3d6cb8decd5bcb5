"""Where one may be sent on: to an address of our own, and nowhere else."""

from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme


def is_internal(address: str | None) -> bool:
    """A path on this very origin. An absolute address is refused even when it names us: nothing here needs one."""
    if not address or not address.startswith("/") or not address.isprintable():
        return False
    return url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def internal(address: str | None, default: str = "/") -> str:
    return address if address and is_internal(address) else default


def errand(address: str | None) -> str:
    """The name of the page one is on the way to, empty when it is none of ours. Says nothing of what is behind it."""
    try:
        return resolve(urlsplit(internal(address)).path).view_name
    except Resolver404:
        return ""
