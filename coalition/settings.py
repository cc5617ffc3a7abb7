"""Settings, all of them: what differs between machines comes from the environment.

A fresh clone needs no variable at all: the embedded PostgreSQL and a signing key live
under var/. `.env.example` and CONTRIBUTING.md list the variables.
"""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
import pghistory
from django.core.exceptions import ImproperlyConfigured

from coalition.embedded.options import connection_options
from coalition.local_key import local_secret_key

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("COALITION_VAR", default=str(BASE_DIR / "var")))

# --- What kind of machine this is -------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
# Plain http, for a site on this machine only: no redirect to https, no secure-only cookies.
INSECURE_HTTP = env.bool("COALITION_INSECURE_HTTP", default=DEBUG)
# How many reverse proxies stand in front; the innermost must set X-Forwarded-Proto and -For.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
DATABASE_URL = env.str("DATABASE_URL", default="")

# --- The signing key --------------------------------------------------------------------

EXAMPLE_KEY_PREFIX = "django-insecure-"


def _secret_key() -> str:
    key = env.str("SECRET_KEY", default="")
    if not key and DATABASE_URL:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set, and DATABASE_URL is: several processes have to share one key. "
            'Make one with `python -c "import secrets; print(secrets.token_urlsafe(64))"` '
            "and set it in the environment."
        )
    if key.startswith(EXAMPLE_KEY_PREFIX) and not INSECURE_HTTP:
        raise ImproperlyConfigured(
            f"SECRET_KEY starts with {EXAMPLE_KEY_PREFIX!r}: it is the public one of .env.example. "
            "Set a key of your own, or COALITION_INSECURE_HTTP=1 for a try on this machine only."
        )
    return key or local_secret_key(VAR_DIR / "secret_key")


SECRET_KEY = _secret_key()

# --- Applications -----------------------------------------------------------------------

INSTALLED_APPS = [
    "tracker",  # first: its templates stand before the admin's
    "tracker.apps.TrackerAdminConfig",  # django.contrib.admin, with our site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "pgtrigger",
    "pghistory",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it answers what a refused login has become
]

ROOT_URLCONF = "coalition.urls"
WSGI_APPLICATION = "coalition.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database ---------------------------------------------------------------------------


def _database() -> dict[str, Any]:
    database: dict[str, Any] = (
        env.db_url("DATABASE_URL")
        if DATABASE_URL
        else {"ENGINE": "coalition.embedded", "NAME": "coalition", "DIRECTORY": VAR_DIR}
    )
    database["OPTIONS"] = connection_options(database.get("OPTIONS"))
    # A new connection costs a request 3 ms. gunicorn's threads live long and keep theirs;
    # runserver makes a thread a request, so there a kept connection would only leak.
    database.setdefault("CONN_MAX_AGE", env.int("CONN_MAX_AGE", default=0 if DEBUG else 600))
    database["CONN_HEALTH_CHECKS"] = True
    database["ATOMIC_REQUESTS"] = False  # an action is one transaction, a request is not
    return database


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- History ----------------------------------------------------------------------------

# Who and why stand in each event's own row. A foreign key to a context table would be one
# more pending deferred constraint per event, and bulk work quadratic again.
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_CONTEXT_ID_FIELD = pghistory.ContextUUIDField()
# Events are asked for by what they are of; an index per foreign key would be written, never read.
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(db_index=True)
# Reads change nothing; leaving them out keeps public pages free of a session look-up.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
PGHISTORY_ADMIN_ALL_EVENTS = False  # the site-wide feed is a scan of every event table

# --- People -----------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"

# Name and address together: a stranger cannot lock an analyst out from somewhere else.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "coalition.refused.locked"

# --- Transport, cookies, content --------------------------------------------------------

# This machine always: /healthz is asked from inside, under no public name.
ALLOWED_HOSTS = [*env.list("ALLOWED_HOSTS", default=[]), "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

SECURE_SSL_REDIRECT = not INSECURE_HTTP
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked from inside, where there is no TLS
SECURE_HSTS_SECONDS = 0 if INSECURE_HTTP else env.int("HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SESSION_COOKIE_SECURE = not INSECURE_HTTP
CSRF_COOKIE_SECURE = not INSECURE_HTTP
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "coalition.refused.csrf_failure"


def _site_address() -> str:
    address = env.str("SITE_ADDRESS", default="").rstrip("/")
    if address and not re.fullmatch(r"https?://[^/?#\s]+", address):
        raise ImproperlyConfigured(
            f"SITE_ADDRESS is {address!r}: write what comes before the path of each page, such as "
            "https://tracker.example.org."
        )
    return address


# Where files that are handed on say that their pages are. Without it they say a path.
SITE_ADDRESS = _site_address()

# A source's text is pasted whole, and a form's encoding makes six bytes of a letter with an accent.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    },
}

# --- Static files -----------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        ),
    },
}

# --- Releases ---------------------------------------------------------------------------

# Their files, served for ever: what a backup must not forget.
RELEASES_DIR = Path(env.str("RELEASES_DIR", default=str(VAR_DIR / "releases")))

# --- REST -------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "tracker.api.tokens.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",  # with its CSRF check
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.DjangoModelPermissionsOrAnonReadOnly"
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_VERSIONING_CLASS": "rest_framework.versioning.NamespaceVersioning",
    "DEFAULT_VERSION": "v1",
    "ALLOWED_VERSIONS": ["v1"],
    # Counted per process: a brake on runaway scripts, not an accounting. What is written, and
    # tokens that open nothing, are counted in the database for all processes (decision 8).
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "anon": env.str("THROTTLE_ANON", default="1200/min"),
        "user": env.str("THROTTLE_USER", default="6000/min"),
        "write": env.str("THROTTLE_WRITE", default="600/min"),
        "failed_token": env.str("THROTTLE_FAILED_TOKEN", default="20/min"),
    },
    "NUM_PROXIES": TRUSTED_PROXIES,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Coalition contributions",
    "DESCRIPTION": "Who gives what to a coalition, each figure with the words it was read from.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_PATCH": False,  # what changes a record is described by itself
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# --- Language, time, log ----------------------------------------------------------------

LANGUAGE_CODE = "en-us"
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
    },
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    # Django's own logger mails admins and, in DEBUG, prints a second time: both off.
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "gunicorn.http.wsgi": {"level": "ERROR"},  # it warns of each HEAD that Django answers
    },
}
