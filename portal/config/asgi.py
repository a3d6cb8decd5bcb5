"""Pages and sockets, served by uvicorn. In a deployment the pages come from gunicorn, and only `/live/` from here."""

import os
import warnings
from collections.abc import Awaitable, Callable
from typing import Any

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")
pages = get_asgi_application()

from portal.config.guarding import refuse_to_start  # noqa: E402 the settings come first
from portal.config.settling import settle  # noqa: E402
from portal.live.routing import sockets  # noqa: E402

refuse_to_start()
# WhiteNoise reads a static file in a thread, whole; Django says so once per file.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")


async def elsewhere(scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Callable[..., Any]) -> None:
    """A socket at an address where there is none is refused, without a trace in the log."""
    await receive()
    await send({"type": "websocket.close", "code": 1000})


async def at_live(scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Callable[..., Any]) -> None:
    await (sockets if scope["path"] == "/live/" else elsewhere)(scope, receive, send)


application = ProtocolTypeRouter({"http": pages, "websocket": at_live})
settle()
