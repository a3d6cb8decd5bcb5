"""Pages and, in the one-port default, sockets: served by uvicorn."""

import os
import warnings

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")
application = get_asgi_application()

from portal.config.guarding import refuse_to_start  # noqa: E402 the settings come first

refuse_to_start()
# WhiteNoise reads a static file in a thread, whole; Django says so once per file.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
