"""Settings of the Django project, driven by the environment.

| variable | meaning | default |
|---|---|---|
| GUYUB_DATA_DIR | folder for the database, the secret key, collected static files | ./var |
| DATABASE_URL | PostgreSQL (or another SQLite file) in URL form | SQLite in the data folder |
| GUYUB_SECRET_KEY | signing key | generated once into the data folder, mode 0600 |
| GUYUB_SNAPSHOT_KEY | key of the snapshots' fingerprints; never changes | the same, in a file of its own |
| GUYUB_PERSON_KEYS | keys that seal identity numbers ("1:base64 digest:base64") | the same, in a file of its own |
| GUYUB_DEBUG | 1 shows error pages to developers | 0 |
| GUYUB_ALLOWED_HOSTS | comma-separated host names | this machine only |
| GUYUB_CSRF_ORIGINS | comma-separated origins, e.g. https://guyub.example.go.id | none |
| GUYUB_HTTPS | 1 when people reach Guyub through https: secure cookies, HSTS | 0 |
| GUYUB_REQUIRE_MFA | 0 lets accounts that open families or proofs in with a password alone: for trying out only | 1 |
| GUYUB_PROXIES | number of trusted reverse proxies in front | 0 |
| GUYUB_EMAIL_URL | smtp://, smtp+tls:// or smtps://user:password@host:port | letters go to files in the data folder |
"""

import os
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from guyub.apps.private_files import close_file, make_folder, own_database, own_folder
from guyub.data import DEFAULT_INSTRUMENT


def _flag(name: str, default: str = "0") -> bool:
    return os.environ.get(name, default).strip().lower() in {"1", "true", "yes", "on"}


def _listed(name: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def _new_person_keys() -> str:
    return f"1:{b64encode(os.urandom(32)).decode()}\ndigest:{b64encode(os.urandom(32)).decode()}\n"


def _private_key(variable: str, path: Path, make: Callable[[], str] = get_random_secret_key) -> str:
    """A key from the environment, else from a private file that is written once."""
    if given := os.environ.get(variable):
        return given
    make_folder(path.parent)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        close_file(path)
        return path.read_text(encoding="ascii").strip()
    key = make()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key)
    return key


BASE_DIR = Path(__file__).resolve().parent
DATA_DIR = Path(os.environ.get("GUYUB_DATA_DIR") or Path.cwd() / "var").absolute()

SECRET_KEY = _private_key("GUYUB_SECRET_KEY", DATA_DIR / "secret-key")
# Of its own: the signing key may be changed at any time, this one would orphan every snapshot.
SNAPSHOT_KEY = _private_key("GUYUB_SNAPSHOT_KEY", DATA_DIR / "snapshot-key")
# Lose them, and every NIK and KK number is lost: keep a copy apart from the database (docs/how-to/run-the-site.md).
PERSON_KEYS = _private_key("GUYUB_PERSON_KEYS", DATA_DIR / "person-keys", _new_person_keys)
DEBUG = _flag("GUYUB_DEBUG")
ALLOWED_HOSTS = _listed("GUYUB_ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = _listed("GUYUB_CSRF_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "guyub.apps.ui",
    "guyub.apps.accounts",
    "guyub.apps.audit",
    "guyub.apps.territory",
    "guyub.apps.assessment",
    "guyub.apps.evidence",
    "guyub.apps.coordination",
    "guyub.apps.appraisal",
    "guyub.apps.publication",
    "guyub.apps.people",
    "guyub.apps.surveys",
    "guyub.apps.resilience",
    "guyub.apps.growth",
    "guyub.apps.mothers",
    "guyub.apps.elders",
    "guyub.apps.programmes",
    "guyub.apps.youth",
    "guyub.apps.nutrition",
    "guyub.apps.schooling",
    "guyub.apps.livelihoods",
    "guyub.apps.lifecycle",
    "guyub.apps.quickwins",
    "guyub.apps.intake",
    "guyub.apps.scorecard",
    "guyub.apps.retention",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rules",
    "simple_history",
    "django_htmx",
    "django_cotton",
    "csp",
    "ninja",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "guyub.apps.middleware.IndonesianFirstLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "guyub.apps.accounts.second_factor.SecondFactorMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "guyub.apps.middleware.PrivatePagesMiddleware",
    "guyub.apps.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "guyub.apps.urls"
WSGI_APPLICATION = "guyub.apps.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "guyub.apps.ui.context.site",
            ]
        },
    }
]


# --- database ---------------------------------------------------------------------------------------------------

# IMMEDIATE: a transaction takes its write lock when it begins. With SQLite's own default a third of concurrent
# read-then-write transactions failed in our trial; with IMMEDIATE none did.
# No temp_store=MEMORY: a table with triggers opens a statement journal for every row, and SQLite walks the journal of
# the enclosing savepoint for each when it lives in memory. A part of an import took 1.9 s at first and 7.4 s at last.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=20000; "
        "PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000"
    ),
}


def _database() -> dict[str, object]:
    url = os.environ.get("DATABASE_URL")
    if not url:
        file = own_database(DATA_DIR / "guyub.sqlite3")
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": file, "OPTIONS": SQLITE_OPTIONS}
    parsed: dict[str, object] = dict(dj_database_url.parse(url))
    if parsed["ENGINE"] == "django.db.backends.sqlite3":
        parsed |= {"NAME": own_database(Path(str(parsed["NAME"])).absolute()), "OPTIONS": SQLITE_OPTIONS}
    else:
        parsed["OPTIONS"] = {**parsed.get("OPTIONS", {}), "pool": {"min_size": 1, "max_size": 8}}  # type: ignore[dict-item]
    return parsed


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    # In the database, so that the login limit counts over all worker processes.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "guyub_cache"}
}


# --- accounts ---------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "guyub.apps.accounts.passwords.UnlikeTheAccount"},
    {"NAME": "guyub.apps.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "guyub.apps.accounts.passwords.Uncommon"},
    {"NAME": "guyub.apps.accounts.passwords.NotOnlyDigits"},
]
GUYUB_INSTRUMENT = DEFAULT_INSTRUMENT  # what the stored class of every village follows

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "guyub.apps.accounts.adapter.ClosedSignupAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# keep_typed: what strangers may leave in sessions when they send a form. find_number: NIK and KK numbers looked for.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key", "keep_typed": "20/h/ip", "find_number": "120/h/user"}
ACCOUNT_SESSION_REMEMBER = None
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("GUYUB_PROXIES", "0"))
MFA_ADAPTER = "guyub.apps.accounts.second_factor.SealedFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Guyub"
MFA_TOTP_TOLERANCE = 1  # a cheap phone's clock may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator made the account; nobody signed up with someone else's address
REQUIRE_SECOND_FACTOR = _flag("GUYUB_REQUIRE_MFA", "1")  # of accounts whose roles open names (accounts/rights.py)


# --- security ---------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if _flag("GUYUB_HTTPS"):
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_SSL_REDIRECT = True
    if ALLAUTH_TRUSTED_PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

MEGABYTE = 1024 * 1024
UPLOAD_MAX_BYTES = 10 * MEGABYTE
PEOPLE_UPLOAD_MAX_BYTES = 40 * MEGABYTE  # a spreadsheet of 100,000 people
UPLOADS_OPEN_AT_MOST = 10  # files of one person that wait for a decision
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * MEGABYTE
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 * MEGABYTE
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 5


# --- language, time, files --------------------------------------------------------------------------------------

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
# Off: it would also put separators into record ids inside links. `guyub.language` writes the numbers people read.
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG


# --- letters and logs -------------------------------------------------------------------------------------------


def _email() -> dict[str, object]:
    parts = urlsplit(os.environ.get("GUYUB_EMAIL_URL", ""))
    if parts.scheme not in {"smtp", "smtp+tls", "smtps"}:
        # Not to the console: a password letter in a log opens an account to whoever reads the log.
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": own_folder(DATA_DIR / "letters"),
        }
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


globals().update(_email())

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # No request bodies, no user names, no addresses: records and users are named by id only.
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"guyub": {"level": "INFO"}, "django.security.DisallowedHost": {"level": "CRITICAL"}},
}
