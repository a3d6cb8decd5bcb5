"""Pages in deployment: served by gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")
application = get_wsgi_application()

from portal.config.guarding import refuse_to_start  # noqa: E402 the settings come first
from portal.config.settling import settle  # noqa: E402

refuse_to_start()
settle()
