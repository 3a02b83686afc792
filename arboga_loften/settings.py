"""One file of settings, read from the environment (a `.env` file beside manage.py is read too).

A setting that is missing in production stops the start with a hint; see the table in README.
"""

import sys
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from arboga_loften.accounts import log_in

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
env.read_env(BASE_DIR / ".env", overwrite=False)

TESTING = "pytest" in sys.modules


def required(name, hint):
    """The value of a setting that production can't do without, or a stop that says what to do."""
    try:
        return env.str(name)
    except ImproperlyConfigured:
        raise ImproperlyConfigured(f"Inställningen {name} saknas. {hint}") from None


# --- What kind of run this is -------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
# The day that every rule takes for today. Only the demonstration and the tests set it; see foundation/clock.py.
DEMO_DAY = env("DEMO_DAY", default="") if DEMO else ""
SECURE = env.bool("SECURE", default=not (DEBUG or DEMO or TESTING))

if DEBUG or TESTING:
    SECRET_KEY = env.str("SECRET_KEY", default="only-for-development-and-tests-never-for-a-real-site")
else:
    SECRET_KEY = required("SECRET_KEY", "Skapa en lång slumpsträng, till exempel med: openssl rand -base64 48")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if (DEBUG or DEMO) else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# The address that links in letters and on paper begin with.
SITE_URL = env.str(
    "SITE_URL", default=f"http{'s' if SECURE else ''}://{ALLOWED_HOSTS[0] if ALLOWED_HOSTS else 'localhost'}"
).rstrip("/")

# --- The house ----------------------------------------------------------------------------------
INSTALLED_APPS = [
    "arboga_loften.portal.admin_site.OurAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "crispy_forms",
    "csp",
    "simple_history",
    "arboga_loften.foundation",
    "arboga_loften.accounts",
    "dialogs",
    "focusareas",
    "actionplan",
    "arboga_loften.portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "arboga_loften.foundation.requests.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "arboga_loften.foundation.requests.PlainRequestMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "arboga_loften.accounts.sessions.SessionEndsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

if TESTING:
    INSTALLED_APPS.append("zeal")
    MIDDLEWARE.append("zeal.middleware.zeal_middleware")

ROOT_URLCONF = "arboga_loften.urls"
WSGI_APPLICATION = "arboga_loften.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "arboga_loften.foundation.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "arboga_loften.foundation.templatetags.look",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["arboga"]
CRISPY_TEMPLATE_PACK = "arboga"

# --- Data ---------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'arboga.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Readers never wait for a writer, and a writer takes its lock at the start instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
elif not TESTING:
    DATABASES["default"]["OPTIONS"] = {"pool": True}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What is counted for a while (foundation/limits.py), shared by every process. `migrate` makes its table.
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://" if TESTING else "dbcache://shared_cache")}
if CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
    # It forgets the time that is left when it counts up, so nothing may last shorter than the longest count.
    CACHES["default"] |= {"TIMEOUT": 24 * 3600, "OPTIONS": {"MAX_ENTRIES": 2000}}
if "redis" in CACHES["default"]["BACKEND"] and not find_spec("redis"):
    raise ImproperlyConfigured("CACHE_URL pekar på Redis, men paketet redis följer inte med. Kör: uv pip install redis")

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["arboga_loften.accounts.backends.OurBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account_home"

# --- Words --------------------------------------------------------------------------------------
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Svenska")), ("en", _("Engelska"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Stockholm"
USE_I18N = True
USE_TZ = True

# --- Static files -------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STYLESHEET_DIR = VAR_DIR / "stylesheet"
STATICFILES_FINDERS = [
    "arboga_loften.foundation.stylesheet.JoinedStylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
plain_static = DEBUG or TESTING
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if plain_static
        else "arboga_loften.foundation.storage.HashedModulesStorage"
    },
}
WHITENOISE_USE_FINDERS = plain_static
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
# What came in and nobody has looked at yet; handed out only by views that ask who is asking.
INSIDE_ROOT = Path(env.str("INSIDE_ROOT", default=str(VAR_DIR / "inside")))


# --- The map: its pictures come from the server that the municipality names, and from nobody until then ------------
def map_server(tiles):
    """The host that the policy must let pictures come from; none when they lie on this site or there are none."""
    address = urlsplit(tiles)
    own = tiles.startswith("/") and not tiles.startswith("//")
    other = address.scheme == "https" and address.hostname and not set(address.netloc) & set("{};, @")
    if tiles and not ((own or other) and all(part in tiles for part in ("{z}", "{x}", "{y}"))):
        raise ImproperlyConfigured("MAP_TILES ska se ut som https://kartor.example.se/{z}/{x}/{y}.png, utan {s}.")
    return [f"https://{address.netloc}"] if tiles and not own else []


MAP_TILES = env.str("MAP_TILES", default="")
MAP_ATTRIBUTION = env.str("MAP_ATTRIBUTION", default="")
MAP_CENTRE = env.list("MAP_CENTRE", cast=float, default=[59.3939, 15.8388])  # latitude, longitude
MAP_ZOOM = env.int("MAP_ZOOM", default=12)
if len(MAP_CENTRE) != 2:
    raise ImproperlyConfigured("MAP_CENTRE ska vara latitud och longitud med komma emellan, som 59.3939,15.8388.")

# --- Log-in: every rule of it stands in arboga_loften/accounts/; here are the numbers, and the organisation's own log-in ----
# Those who publish, answer or administer log in by two steps. Only a trial goes without.
TWO_STEPS = env.bool("TWO_STEPS", default=not TESTING)
if not TWO_STEPS and not (DEBUG or DEMO or TESTING):
    raise ImproperlyConfigured("TWO_STEPS kan bara stängas av när man provar (DEMO eller DEBUG). Ta bort raden.")
INVITATION_DAYS = env.int("INVITATION_DAYS", default=7)
if INVITATION_DAYS < 1:
    raise ImproperlyConfigured("INVITATION_DAYS ska vara minst 1: så många dagar gäller en inbjudan.")
OIDC = log_in.organisation(env)
SOCIALACCOUNT_PROVIDERS = log_in.providers(OIDC)
OIDC_HAS_TWO_STEPS = env.bool("OIDC_HAS_TWO_STEPS", default=False)
OIDC_VOUCHES_FOR_EMAIL = env.bool("OIDC_VOUCHES_FOR_EMAIL", default=False)
vars().update(log_in.ALLAUTH)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMO or TESTING  # http://localhost

# --- Security -----------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, *map_server(MAP_TILES)],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, *log_in.form_targets(OIDC)],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000) if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "arboga_loften.portal.errors.csrf_failure"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE = env.int("SESSION_IDLE", default=2 * 60 * 60)  # seconds
if not 60 <= SESSION_IDLE <= SESSION_COOKIE_AGE:
    raise ImproperlyConfigured("SESSION_IDLE ska vara mellan 60 och 43200 sekunder: så länge får man vara borta.")
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# How many proxies of ours add to X-Forwarded-For. The rest of it is whatever the visitor wrote.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=int(BEHIND_PROXY))
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # words; files are bounded by the handlers
FILE_UPLOAD_HANDLERS = [
    "arboga_loften.foundation.uploads.LargestFileHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]


def times(value):
    """So many in so many seconds, from "10/600"."""
    most, _slash, seconds = value.partition("/")
    if not (most.isdecimal() and seconds.isdecimal() and int(most) and int(seconds)):
        raise ImproperlyConfigured(f"Gränsen {value!r} ska se ut som 10/600: så många på så många sekunder.")
    return int(most), int(seconds)


# Viewpoints from one network: above the first a person looks before anything else, above the second the sender waits.
SPEAK_SOFT = times(env.str("SPEAK_SOFT", default="10/600"))
SPEAK_HARD = times(env.str("SPEAK_HARD", default="60/3600"))

# How many days the link in a letter works, by which one reports without logging in.
REPORT_LINK_DAYS = env.int("REPORT_LINK_DAYS", default=21)
if REPORT_LINK_DAYS < 1:
    raise ImproperlyConfigured("REPORT_LINK_DAYS ska vara minst 1: så många dagar gäller länken i mejlet.")

# --- Log: to the stream, without addresses of visitors and the secrets of links ------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"secrets": {"()": "arboga_loften.foundation.logs.SecretsLeftOut"}},
    "handlers": {"stream": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["secrets"]}},
    "root": {"handlers": ["stream"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"django.security.DisallowedHost": {"level": "CRITICAL"}},
}
EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10  # seconds; a resident may be waiting while a letter goes out
SERVER_EMAIL = DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", default="arbogaloften@localhost")
