"""Settings of the project, from environment variables only; README.md has the table.

With ``DATABASE_URL`` this is production: every production variable is required, and a missing one stops the start with
a hint. Without it, it is evaluation mode: an embedded PostgreSQL, a secret key generated once, plain http on loopback.
"""

import os
import secrets
from contextlib import suppress
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

from daqing1369.log_settings import logging_of

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
# openpyxl prefers lxml where it is installed (python-docx brings it); read uploads through defusedxml all the same.
os.environ["OPENPYXL_LXML"] = "False"


def env_required(name: str, hint: str) -> str:
    """The variable's value; ImproperlyConfigured with the hint where it is missing or empty."""
    value: str = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {hint}")
    return value


def evaluation_key(folder: Path) -> str:
    """The secret key of evaluation mode: made once, kept beside its database, readable by its owner alone."""
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"secret_key.{secrets.token_hex(8)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50), encoding="utf-8")
        with suppress(FileExistsError):  # another process was first: its key is the one
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text(encoding="utf-8")


DATA_DIR: Path = Path(env.str("DATA_DIR", default=str(BASE_DIR / ".data"))).resolve()
EVALUATION = not env.str("DATABASE_URL", default="")
if EVALUATION and (DATA_DIR / "evaluation.env").exists():
    # Written by `make demo`, so that every later manage.py command keeps the demo's clock.
    env.read_env(DATA_DIR / "evaluation.env")

DEBUG = False
POOL: dict[str, Any] = {
    "min_size": env.int("DB_POOL_MIN", default=1),
    "max_size": env.int("DB_POOL_MAX", default=4),
    # There is a connection for each request that is computed: waiting long helps nobody, and holds up those behind.
    "timeout": env.int("DB_POOL_TIMEOUT", default=3),
    # Attempts come at ever longer intervals; beginning anew after this time bounds the way back after a long outage.
    "reconnect_timeout": 2,
}
if EVALUATION:
    SECRET_KEY = evaluation_key(DATA_DIR)
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
    DATABASES: dict[str, dict[str, Any]] = {
        "default": {
            "ENGINE": "daqing1369.embedded",
            "NAME": "daqing1369",
            "DATA_DIR": DATA_DIR / "postgres",
            "OPTIONS": {"pool": POOL},
        }
    }
else:
    SECRET_KEY = env_required("SECRET_KEY", "Give 50 random characters, for example: openssl rand -base64 48")
    _hosts = env_required("ALLOWED_HOSTS", "Give the host names of the site, separated by commas.")
    ALLOWED_HOSTS = [host.strip() for host in _hosts.split(",")]
    DATABASES = {"default": env.db_url("DATABASE_URL")}
    if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured(
            "DATABASE_URL must name a PostgreSQL server (postgres://…); nothing else is supported."
        )
    DATABASES["default"]["ENGINE"] = "daqing1369.postgresql"
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = POOL
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # after the server was away, the pool replaces its connections
    CSRF_TRUSTED_ORIGINS = env.list(
        "CSRF_TRUSTED_ORIGINS", default=[f"https://{'*' if host[0] == '.' else ''}{host}" for host in ALLOWED_HOSTS]
    )
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.bool("HSTS_WHOLE_DOMAIN", default=False)
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # the whole domain is not this site's to bind

# How long a request waits for a row or table that another transaction holds; 0: for ever. Commands wait as they please.
DB_LOCK_SECONDS: float = env.float("DB_LOCK_SECONDS", default=10)
# How long a migration waits for a table that others use, and how long one of its statements may take; 0: for ever.
MIGRATE_LOCK_SECONDS: float = env.float("MIGRATE_LOCK_SECONDS", default=0 if EVALUATION else 5)
MIGRATE_STATEMENT_SECONDS: float = env.float("MIGRATE_STATEMENT_SECONDS", default=0 if EVALUATION else 300)

# The demo's clock stands still here; empty everywhere else. See daqing1369/clock.py.
_clock: str = env.str("CLOCK", default="")
CLOCK: datetime | None = datetime.fromisoformat(_clock) if _clock else None
if CLOCK is not None and CLOCK.tzinfo is None:
    raise ImproperlyConfigured("CLOCK has no offset. Give one, for example 2024-11-04T09:00:00+08:00.")
DEMO = env.bool("DEMO", default=False)
# How many proxies of ours stand in front and append to X-Forwarded-For; what lies further left anybody can write.
PROXIES: int = env.int("PROXIES", default=0 if EVALUATION else 1)
DEFAULT_AREA: str = env.str("DEFAULT_AREA", default="230600")
# For how many days the record of changes is kept; 0: for ever. `manage.py prune_record` deletes what is older.
KEEP_RECORD_DAYS: int = env.int("KEEP_RECORD_DAYS", default=0)
if KEEP_RECORD_DAYS != 0 and KEEP_RECORD_DAYS < 183:
    raise ImproperlyConfigured(
        "KEEP_RECORD_DAYS is too short: the record is kept for six months at least (等保 2.0). Give 183 or more, "
        "or 0 to keep it for ever."
    )

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "pgtrigger",
    "pghistory",
    "csp",
    "axes",
    "corsheaders",
    "ninja",
    "daqing1369",
    "targets",
    "actions",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "daqing1369.middleware.apart_from_elsewhere",
    "corsheaders.middleware.CorsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "daqing1369.logs.request_log",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "daqing1369.middleware.hidden_keys",
    "daqing1369.middleware.language_switch",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "daqing1369.sessions.idle_ones_end",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "daqing1369.middleware.private_pages",
    "daqing1369.middleware.closed_unless_opened",
    "daqing1369.api.door.door",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "daqing1369.urls"
WSGI_APPLICATION = "daqing1369.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "daqing1369.rendering.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
            ],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "daqing1369.password_rules.LongEnough", "OPTIONS": {"min_length": 10}},
    *(
        {"NAME": f"django.contrib.auth.password_validation.{name}"}
        for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
    ),
]
PASSWORD_RESET_TIMEOUT = 3600  # how long a mailed address is good
LOGIN_URL = LOGOUT_REDIRECT_URL = "login"
LOGIN_REDIRECT_URL = "board"
AXES_FAILURE_LIMIT = env.int("LOGIN_FAILURES", default=5)
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "daqing1369.views.locked_out"
AXES_CLIENT_IP_CALLABLE = "daqing1369.middleware.client_address"
AXES_ENABLE_ADMIN = False  # it speaks no Chinese; a login is unlocked on its user's page
AXES_DISABLE_ACCESS_LOG = True

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = env.int("SESSION_SECONDS", default=12 * 3600)
SESSION_IDLE_SECONDS: int = env.int("SESSION_IDLE_SECONDS", default=2 * 3600)
if SESSION_IDLE_SECONDS < 60:
    raise ImproperlyConfigured(
        "SESSION_IDLE_SECONDS is too short: nobody reads a page in less. Give 60 or more, for example 7200."
    )
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "daqing1369.views.csrf_failure"
X_FRAME_OPTIONS, SECURE_REFERRER_POLICY = "DENY", "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = None  # middleware.apart_from_elsewhere says it where it cuts something off
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# A year's grid sent as a whole: twelve months of each goal, some seven fields each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# Sources of figures: outside the web root, served by a view that asks who reads them.
ATTACHMENTS_DIR = Path(env.str("ATTACHMENTS_DIR", default=str(DATA_DIR / "attachments"))).resolve()
MAX_ATTACHMENT_MB: int = env.int("MAX_ATTACHMENT_MB", default=10)
# Spreadsheets on their way in: outside the web root, never served.
UPLOADS_DIR = Path(env.str("UPLOADS_DIR", default=str(DATA_DIR / "uploads"))).resolve()
MAX_UPLOAD_MB = 32  # of any file; what is larger is refused before it is read
FILE_UPLOAD_HANDLERS = [
    "daqing1369.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# The read API: how often one client may ask in a minute (0: any number), and the origins whose pages may ask for it.
API_RATE: int = env.int("API_RATE", default=120)
CORS_ALLOWED_ORIGINS: list[str] = [one.strip() for one in env.list("API_ORIGINS", default=[])]
CORS_URLS_REGEX = r"^/api/.*$"
CORS_ALLOW_METHODS = ("GET", "HEAD", "OPTIONS")
CORS_ALLOW_HEADERS = ("accept", "accept-language", "authorization", "if-none-match")
CORS_EXPOSE_HEADERS = ("ETag", "Link", "Retry-After")

# Reminders. Without EMAIL_URL nothing leaves a production installation; evaluation mode prints what it would send.
_here = f"http://127.0.0.1:{env.int('PORT', default=8000)}" if EVALUATION else ""
SITE_URL: str = env.str("SITE_URL", default=_here).rstrip("/")
EMAIL_URL: str = env.str("EMAIL_URL", default="consolemail://" if EVALUATION else "")
if EMAIL_URL:
    vars().update(env.email_url("EMAIL_URL", default=EMAIL_URL))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL: str = env.str("EMAIL_FROM", default="daqing1369@localhost")

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_SAMESITE, LANGUAGE_COOKIE_AGE = "Lax", 365 * 86400
LOCALE_PATHS = [BASE_DIR / "daqing1369" / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "daqing1369.assets.PlotlyFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "daqing1369.storage.Storage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # each file is compressed once, not under both names
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
_plotly = find_spec("plotly")
PLOTLY_DIR = Path(_plotly.origin).parent / "package_data" if _plotly and _plotly.origin else None

# One JSON object a line for machines, or a line for people; whether each request is written, or incidents alone.
LOG_FORMAT: str = env.str("LOG_FORMAT", default="line" if EVALUATION else "json")
if LOG_FORMAT not in ("json", "line"):
    raise ImproperlyConfigured(f"LOG_FORMAT must be json or line, not {LOG_FORMAT!r}.")
LOG_REQUESTS = env.bool("LOG_REQUESTS", default=not EVALUATION)
LOGGING = logging_of(LOG_FORMAT, env.str("LOG_LEVEL", default="WARNING"), writes_requests=LOG_REQUESTS)
