"""The overlay of the tests: the same settings, a fast password hasher, mail in memory, the database of the test run."""

import os

os.environ.setdefault("PORTAL_SECRET_KEY", "only-for-tests-0123456789-0123456789-0123456789")
os.environ.setdefault("PORTAL_PUSH_KEY", "only-for-tests-9876543210-9876543210-9876543210")
os.environ.setdefault("PORTAL_DEMO", "1")

from portal.bootstrap import ROOT
from portal.config.settings import *  # noqa: F403 an overlay

SERVER = ROOT / ".portal" / "test"
MEDIA_ROOT = SERVER / "files"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True  # the browser tests need no collectstatic
LANGUAGE_CODE = "en"  # the tests read the source; tests/contracts/test_i18n.py holds the translations to it
