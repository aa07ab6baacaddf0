"""Every setting, from the environment, in one file. docs/reference/settings.md says what each is for."""

import os
from base64 import urlsafe_b64encode
from datetime import time
from pathlib import Path
from typing import Any

import django_stubs_ext
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from psycopg.conninfo import conninfo_to_dict

django_stubs_ext.monkeypatch()  # lets Django's classes be generic at run time

PACKAGE = Path(__file__).resolve().parent
DEBUG = os.environ.get("MUSTER_DEBUG") == "yes"
MUSTER_WEB = os.environ.get("MUSTER_WEB") == "yes"  # set by wsgi.py alone
DEVELOPMENT_KEY = urlsafe_b64encode(b"not a secret: for tests alone  \n\n").decode()


def secret(name: str) -> str:
    """A secret from the environment; only tests and tools may do without."""
    value = os.environ.get(name, DEVELOPMENT_KEY)
    if value == DEVELOPMENT_KEY and os.environ.get("MUSTER_SERVING") == "yes":
        raise ImproperlyConfigured(f"{name} is not set; `muster serve` makes one for an embedded database")
    return value


def database(url: str) -> dict[str, Any]:
    """Django's form of a libpq connection string or URL."""
    parts = conninfo_to_dict(url)
    if not MUSTER_WEB:  # jobs and the command line; see kernel/sight.py
        parts["options"] = f"{parts.get('options') or ''} -c muster.sight=all".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "muster"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "OPTIONS": parts,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def hours(text: str) -> tuple[time, time]:
    """“22:00-07:00” as two times of day."""
    since, until = text.split("-")
    return time.fromisoformat(since.strip()), time.fromisoformat(until.strip())


# The owner migrates; everything else is the application's role, which cannot rewrite the journal.
AS_OWNER = os.environ.get("MUSTER_AS_OWNER") == "yes"
OWNER_URL = os.environ.get("DATABASE_URL", "postgresql://muster_owner@localhost/muster")
APP_URL = os.environ.get("MUSTER_APP_DATABASE_URL", OWNER_URL)
DATABASES = {"default": database(OWNER_URL if AS_OWNER else APP_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECRET_KEY = secret("MUSTER_SECRET_KEY")
MUSTER_KEY = secret("MUSTER_KEY")  # wraps every data key; 32 bytes in URL-safe base64
ALLOWED_HOSTS = os.environ.get("MUSTER_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_FAILURE_VIEW = "muster.kernel.middleware.form_outdated"
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("MUSTER_ORIGINS", "").split(",") if origin]

# Short messages. "aliyun" sends; "screen" sends nothing and shows codes on the page, for demonstrations alone.
MUSTER_SMS_PROVIDER = os.environ.get("MUSTER_SMS_PROVIDER", "")
MUSTER_SMS_ENDPOINT = os.environ.get("MUSTER_SMS_ENDPOINT", "https://dysmsapi.aliyuncs.com")
MUSTER_SMS_ACCESS_KEY_ID = os.environ.get("MUSTER_SMS_ACCESS_KEY_ID", "")
MUSTER_SMS_ACCESS_KEY_SECRET = os.environ.get("MUSTER_SMS_ACCESS_KEY_SECRET", "")
MUSTER_SMS_SIGNATURE = os.environ.get("MUSTER_SMS_SIGNATURE", "")
MUSTER_SMS_TEMPLATES = dict(
    pair.split("=", 1) for pair in os.environ.get("MUSTER_SMS_TEMPLATES", "").split(",") if "=" in pair
)
MUSTER_EMAIL = os.environ.get("MUSTER_EMAIL", "")  # as Apprise writes it: mailtos://user:password@host?from=…
MUSTER_WEBHOOK_HOSTS = [host for host in os.environ.get("MUSTER_WEBHOOK_HOSTS", "").split(",") if host]
MUSTER_QUIET_HOURS = hours(os.environ.get("MUSTER_QUIET_HOURS", "22:00-07:00"))
MUSTER_ADDRESS = os.environ.get("MUSTER_ADDRESS", "").rstrip("/")  # what links in messages begin with
MUSTER_CODES_PER_ADDRESS = int(os.environ.get("MUSTER_CODES_PER_ADDRESS", "1000"))  # open within an hour

INSTALLED_APPS = [
    "muster.console",
    "muster.duplicates",
    "muster.reorganisations",
    "muster.bulletins",
    "muster.projects",
    "muster.experts",
    "muster.calls",
    "muster.teams",
    "muster.zones",
    "muster.staffing",
    "muster.directives",
    "muster.figures",
    "muster.operations",
    "muster.logins",
    "muster.messages",
    "muster.privacy",
    "muster.people",
    "muster.places",
    "muster.units",
    "muster.kernel",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "django_htmx",
    "template_partials",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "muster.logins.middleware.SeenMiddleware",
    "muster.people.middleware.ActorMiddleware",
    "muster.kernel.middleware.ProblemMiddleware",
]
ROOT_URLCONF = "muster.urls"
WSGI_APPLICATION = "muster.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "muster.console.context.shell",
            ],
        },
    }
]

# Accounts. A password costs about 40 ms to check; allauth holds off guessing.
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["muster.people.hashers.QuickArgon2", "django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "muster.people.adapters.ClosedSignup"
ACCOUNT_LOGOUT_ON_GET = False
# An office, or a proxy, is one address to hundreds of people: what holds guessing off is the limit on each name.
ACCOUNT_RATE_LIMITS = {"login": "1200/m/ip", "login_failed": "300/m/ip,5/5m/key"}
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
SESSION_ENGINE = "muster.logins.engine"
SESSION_COOKIE_AGE = 12 * 60 * 60
# Rate limits must hold across processes, so the cache is the database.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"}}

# Behind a proxy that speaks HTTPS, MUSTER_HTTPS=yes.
HTTPS = os.environ.get("MUSTER_HTTPS") == "yes"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# What one request may bring: files are streamed to disk and capped again before they are parsed.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "muster.kernel.uploads.CappedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
UPLOADS = Path(os.environ.get("MUSTER_UPLOADS", "uploads"))

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [
    ("zh-hans", _("Simplified Chinese")),
    ("zh-hant", _("Traditional Chinese")),
    ("en", _("English")),
]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("MUSTER_STATIC", PACKAGE / "static"))
STATICFILES_DIRS: list[Path] = []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/dist/assets/"  # Vite names them by their content
WHITENOISE_AUTOREFRESH = DEBUG

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # These write addresses and numbers into their lines, whatever the level.
    "loggers": {name: {"level": "CRITICAL"} for name in ("apprise", "urllib3", "requests")},
    "root": {"handlers": ["console"], "level": os.environ.get("MUSTER_LOG", "WARNING")},
}
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful", "listen_notify": True}
