"""One file of settings, read from the environment. Every variable is described in docs/operations.md."""

from csp.constants import NONCE, NONE, SELF
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from portal.bootstrap import ROOT
from portal.config import environment as env
from portal.config import identity

DATA = env.DATA
DEMO = env.flag("PORTAL_DEMO")
ORIGIN = env.text("PORTAL_ORIGIN", "http://127.0.0.1:8000").rstrip("/")
HTTPS = ORIGIN.startswith("https://")
DEBUG = False
SECRET_KEY = env.secret("secret_key")
ALLOWED_HOSTS = env.words("PORTAL_HOSTS", env.hosts(ORIGIN))
CSRF_TRUSTED_ORIGINS = [ORIGIN] if HTTPS else []

INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "networks.apps.NetworksConfig",
    "cases.apps.CasesConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # allauth's list of passkeys
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "guardian",
    "wagtail.snippets",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.contrib.redirects",
    "wagtail.admin",
    "wagtail",
    "knowledge.apps.KnowledgeConfig",  # after the tool, whose letters it replaces
    "modelcluster",
    "taggit",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.ui.middleware.Headers",
    "portal.ui.middleware.CleanInput",
    "portal.tenancy.again.AskedAgain",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.middleware.SessionLife",
    "portal.ui.middleware.Language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.accounts.middleware.SignedInWithTwoFactors",
    "portal.tenancy.middleware.ActingAs",
]
ROOT_URLCONF = "portal.config.urls"
WSGI_APPLICATION = "portal.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.ui.context.page",
                "portal.home.context.waits",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "portal.ui.tags",
                "portal.home.tags",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.database(env.text("PORTAL_DB_ROLE", "app"))}
# Connections that lie in a pool are looked at by this backend, those that a process keeps by Django (portal/tenancy/lines).
DATABASES["default"] |= {"ENGINE": "portal.tenancy.lines", "CONN_HEALTH_CHECKS": not env.flag("PORTAL_DB_POOL")}
LIVE_DATABASE = SimpleLazyObject(lambda: env.database("live"))  # asked for where there are sockets, and nowhere else
REDIS_URL = env.text("REDIS_URL")  # hints by Redis instead of by NOTIFY; nothing else is ever in it
CHANNEL_LAYERS = (
    {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [{"address": REDIS_URL, "socket_timeout": 1, "socket_connect_timeout": 1}]},
        }
    }
    if REDIS_URL
    else {}
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    name: {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": table,
        "OPTIONS": {"MAX_ENTRIES": most},
    }
    for name, table, most in (("default", "portal_cache", 10_000), ("pages", "knowledge_printed", 5_000))
} | {"renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}  # asked for among what is read anyway

# Accounts: the e-mail is the name, entry by invitation only, two factors for all (security.md 3.5).
AUTH_USER_MODEL = "portal.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "portal.access.backends.CapabilityBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "portal.accounts.passwords.NotRepeated"},
]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "front"
ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LETTERS = "portal.notices.services.send"
ACCOUNT_RESETS = "portal.notices.forgotten.queue_reset"
ACCOUNT_FORMS = {
    "login": "portal.accounts.forms.SignInForm",
    "reset_password": "portal.accounts.forms.ForgottenForm",
    "reset_password_from_key": "portal.accounts.forms.ResetForm",
    "change_password": "portal.accounts.forms.ChangePasswordForm",
    "set_password": "portal.accounts.forms.SetPasswordForm",
    "reauthenticate": "portal.accounts.forms.ProvePasswordForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.text("PORTAL_PROXIES", "0"))
MFA_ADAPTER = "portal.accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "portal.accounts.forms.CodeForm",
    "reauthenticate": "portal.accounts.forms.ProveCodeForm",
    "activate_totp": "portal.accounts.forms.AddAppForm",
    "add_webauthn": "portal.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "portal.accounts.forms.RenamePasskeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TRUST_ENABLED = False
MFA_TOTP_ISSUER = "Utveier"
SOCIALACCOUNT_ADAPTER = "portal.accounts.identity.IdentityAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = True  # portal.accounts.oidc.start says why, and what guards it
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, object]] = {
    "openid_connect": {"APPS": identity.providers(), "provider_class": "portal.accounts.oidc.Provider"}
}

SESSION_ENGINE = "portal.accounts.sessions"
SESSION_COOKIE_NAME = "__Host-sid" if HTTPS else "sid"
KNOWN_COOKIE_NAME = "__Host-known" if HTTPS else "known"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE = 30 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.ui.errors.csrf"
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
TALK_LIMITS = {"person": 30, "topic": 300, "files": 60}  # messages in a minute, files in an hour
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000  # a long text in the editors' tool sends half a dozen for each step and source
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", _("Norwegian Bokmål")), ("nn", _("Norwegian Nynorsk")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [ROOT / "portal" / "locale"]
TIME_ZONE = "Europe/Oslo"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = ROOT / ".portal" / "static"
FRONT = ROOT / ".portal" / "front" / "node_modules"
STATICFILES_DIRS = [
    ROOT / "portal" / "ui" / "static",
    ("vendor/designsystemet", FRONT / "@digdir" / "designsystemet-css" / "dist"),
    ("vendor/inter", FRONT / "@fontsource-variable" / "inter"),
    ("vendor/htmx", FRONT / "htmx.org" / "dist"),
]
STYLES, BUNDLE = ROOT / "portal" / "ui" / "static" / "css", ROOT / ".portal" / "bundle"
PLACES = ROOT / "networks" / "directory" / "data" / "municipalities.csv"  # their names are sent along as js/places.js
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "portal.ui.bundle.Finder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT, MEDIA_URL = DATA / "files", "/filer/"  # read through a door: knowledge.library.views.file

MAIL_FOLDER = DATA / "mail"
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_FILE_PATH = str(MAIL_FOLDER)
EMAIL_HOST = env.text("PORTAL_SMTP_HOST")
EMAIL_PORT = int(env.text("PORTAL_SMTP_PORT", "587"))
EMAIL_HOST_USER = env.text("PORTAL_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("PORTAL_SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("PORTAL_SMTP_TLS", default=True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("PORTAL_MAIL_FROM", "Utveier <utveier@localhost>")
PUSH_KEY = env.secret("push_key", needed=False)  # without it no browser is told; what is sent holds nothing anyway
PUSH_SERVICES = env.words(
    "PORTAL_PUSH_SERVICES",
    "fcm.googleapis.com,updates.push.services.mozilla.com,push.apple.com,notify.windows.com",
)
if not EMAIL_HOST:  # No mail server is named: letters are laid in the data folder.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

# The editors' tool. Who may enter it is asked by knowledge.library.access; accounts are never managed in it.
WAGTAIL_SITE_NAME = "Utveier"
WAGTAILADMIN_BASE_URL = ORIGIN
WAGTAILADMIN_PERMITTED_LANGUAGES = [("nb", _("Norwegian Bokmål")), ("en", _("English"))]
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILIMAGES_IMAGE_FORM_BASE = "knowledge.library.forms.PictureForm"
WAGTAILREDIRECTS_AUTO_CREATE = True
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]

GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None
GUARDIAN_GET_INIT_ANONYMOUS_USER = "portal.access.grants.no_anonymous_user"
PROCRASTINATE_ON_APP_READY = None
PROCRASTINATE_IMPORT_PATHS = ["portal.config.jobs"]
SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # The e-mail is unique by a constraint on its lower case.
    "guardian.W001",  # Our CapabilityBackend asks guardian itself, with pinned defaults.
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"short": {"()": "portal.config.logs.Kept"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["short"]}},
    "root": {"handlers": ["console"], "level": env.text("PORTAL_LOG_LEVEL", "WARNING")},
}
