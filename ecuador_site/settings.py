"""All settings. What differs between machines comes from environment variables; the defaults are safe."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from ecuador_site.environment import (
    database,
    env,
    local_secret,
    log_settings,
    mail_settings,
    required_unless_local,
    shared_cache,
    strong,
    whole_number,
)

BASE_DIR = Path(__file__).resolve().parent.parent

# --- where this runs -----------------------------------------------------------------------------------------------

SITE_MODE = env.str("SITE_MODE", default="production")
if SITE_MODE not in ("production", "local"):
    raise ImproperlyConfigured(f"SITE_MODE is “production” or “local”, not “{SITE_MODE}”.")
IS_LOCAL = SITE_MODE == "local"
DEBUG = IS_LOCAL and env.bool("DEBUG", default=False)
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
SECRET_KEY = strong("SECRET_KEY", required_unless_local("SECRET_KEY", IS_LOCAL and (lambda: local_secret(DATA_DIR))))
SECRET_KEY_FALLBACKS = [strong("SECRET_KEY_FALLBACKS", key) for key in env.list("SECRET_KEY_FALLBACKS", default=[])]
PORT = whole_number("PORT", 8000) if IS_LOCAL else None  # of `manage.py start`
SITE_URL = required_unless_local("SITE_URL", IS_LOCAL and (lambda: f"http://localhost:{PORT}"))
SITE_URL = SITE_URL.rstrip("/")
if not urlsplit(SITE_URL).hostname or not SITE_URL.startswith(("https://", "http://") if IS_LOCAL else "https://"):
    raise ImproperlyConfigured(f"SITE_URL is an address as in https://briefings.example, not “{SITE_URL}”.")
ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname, *env.list("ALLOWED_HOSTS", default=[])]
if IS_LOCAL:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
# Who publishes: on the foot of every page. Unset, the pages say that nobody is named.
PUBLISHER = env.str("PUBLISHER", default="").strip()
PUBLISHER_ADDRESS = env.str("PUBLISHER_ADDRESS", default="").strip()
PUBLISHER_CONTACT = env.str("PUBLISHER_CONTACT", default="").strip()
if PUBLISHER_CONTACT and not re.fullmatch(r"[^@\s<>\"']+@[^@\s<>\"']+", PUBLISHER_CONTACT):
    raise ImproperlyConfigured(f"PUBLISHER_CONTACT is a mail address, not “{PUBLISHER_CONTACT}”.")

# --- what it is made of --------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "briefings",
    "briefings.apps.SiteAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "briefings.apps.PublicFilesConfig",
    "django.forms",
    "django.contrib.sitemaps",
    "django_tables2",
    "django_filters",
    "js_asset",
    "content_editor",
    "django_prose_editor",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "briefings.lib.logs.RequestIdMiddleware",
    "briefings.lib.metrics.MetricsMiddleware",
    "briefings.middleware.PolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "briefings.upkeep.probes.Probes",
    "briefings.upkeep.outage.DatabaseOutage",
    "briefings.upkeep.time_limits.TimeLimits",
    "briefings.upkeep.quarantine.QuarantineMiddleware",
    "briefings.middleware.StaffSessionMiddleware",
    "briefings.middleware.LengthMiddleware",
    "briefings.middleware.StaffCsrfMiddleware",
    "briefings.middleware.StaffAuthenticationMiddleware",
    "briefings.signing_in.sessions.StaffSessionLimits",
    "briefings.middleware.StaffMessageMiddleware",
    "briefings.middleware.StaffAuthorMiddleware",
    "briefings.middleware.ForgedValues",
    "briefings.middleware.LanguageMiddleware",
    "briefings.upkeep.read_only.ReadOnlyDesk",
    "briefings.signing_in.rate_limits.RateLimitOutage",
    "allauth.account.middleware.AccountMiddleware",  # reads no session, user or cookie on public pages
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "ecuador_site.urls"
WSGI_APPLICATION = "ecuador_site.wsgi.application"
FORM_RENDERER = "briefings.lib.admin.form_renderer.FormRenderer"

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
                "briefings.pages.context_processors.site",
            ],
        },
    },
]

# --- database ------------------------------------------------------------------------------------------------------

DATABASE_URL = env.str("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'briefings.sqlite3'}")
DATABASES = {"default": database(DATABASE_URL, DATA_DIR)}
for number, url in enumerate(env.list("DATABASE_REPLICA_URL", default=[]), start=1):
    DATABASES[f"replica{number}"] = database(url, DATA_DIR) | {"TEST": {"MIRROR": "default"}}
if {config["ENGINE"] for config in DATABASES.values() if len(DATABASES) > 1} - {"django.db.backends.postgresql"}:
    raise ImproperlyConfigured("DATABASE_REPLICA_URL needs PostgreSQL: SQLite has no replicas.")
DATABASE_ROUTERS = ["briefings.history.replicas.ReplicaRouter"] if len(DATABASES) > 1 else []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- caches ---------------------------------------------------------------------------------------------------------

CACHES = {
    "default": shared_cache(env.str("CACHE_URL", default="dbcache://briefings_cache")),
}

# --- people --------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "briefings.User"
AUTHENTICATION_BACKENDS = ["briefings.signing_in.adapter.Backend"]
LOGIN_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
ACCOUNT_ADAPTER = "briefings.signing_in.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator enters the address
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "briefings.accounts.password_links.ForgottenTokens"  # noqa: S105
ACCOUNT_SESSION_REMEMBER = False  # the cookie ends when the browser is closed
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
STAFF_NEED_SECOND_FACTOR = not IS_LOCAL
MFA_ADAPTER = "briefings.signing_in.second_factor.Adapter"
# The first encrypts, all decrypt.
MFA_KEYS = [strong("MFA_KEY", key) for key in env.list("MFA_KEY", default=[])] + [SECRET_KEY, *SECRET_KEY_FALLBACKS]
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Ecuador security briefings"
MFA_TOTP_TOLERANCE = 1  # accepts one code before and after: clocks differ, and typing takes time
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = IS_LOCAL  # http://localhost
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# --- mail ----------------------------------------------------------------------------------------------------------

globals().update(mail_settings(is_local=IS_LOCAL))
EMAIL_TIMEOUT = 5  # seconds
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", default=f"noreply@{urlsplit(SITE_URL).hostname}")

# --- languages and time --------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "briefings" / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = "briefings.formats"
USE_TZ = True
TIME_ZONE = "America/Guayaquil"

# --- files ---------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA_DIR / "static")))
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/pictures/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "briefings.pages.static_files.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- security ------------------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = not IS_LOCAL
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
SECURE_HSTS_SECONDS = 0 if IS_LOCAL else whole_number("HSTS_SECONDS", 31536000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
if SECURE_HSTS_PRELOAD and not SECURE_HSTS_INCLUDE_SUBDOMAINS:
    raise ImproperlyConfigured("HSTS_PRELOAD needs HSTS_SUBDOMAINS: browsers preload only whole domains.")
SECURE_REFERRER_POLICY = "same-origin"  # of the admin, whose forms are checked by it; middleware.py has that of readers
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not IS_LOCAL
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # a cookie would be sent to public pages
CSRF_FAILURE_VIEW = "briefings.signing_in.views.stale"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = LANGUAGE_COOKIE_PATH = "/admin/"  # no cookies on public pages
SESSION_COOKIE_AGE = SESSION_LONGEST = 12 * 60 * 60
SESSION_IDLE = 30 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "security.W003",  # does not accept a subclass of CsrfViewMiddleware; checks.py does
    "security.W005",  # HSTS for subdomains: the domain may have others without HTTPS, so its owner decides
    "security.W021",  # HSTS preload: cannot be taken back for months, so its owner decides
]

# The policy of the admin; middleware.py has that of public pages. The hashes are those of two style elements that the
# rich text editor inserts.
EDITOR_STYLE_HASHES = [
    "'sha256-N1v+9oYdxeZd/nv2iKYNMLWqP5BlGZff7wM0R1mK4ws='",
    "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='",
]
# `Paste` of prose.js, which needs nothing of the sanitiser; the module's `Link` takes the place of the editor's own.
DJANGO_PROSE_EDITOR_EXTENSIONS = [{"js": ["briefings/prose"], "extensions": {"Paste": lambda config, shared: None}}]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, *EDITOR_STYLE_HASHES],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- what may be taken away ------------------------------------------------------------------------------------------

DATA_LICENCE = env.str("DATA_LICENCE", default="")  # of files and the API; empty: none is stated
DATA_LICENCE_URL = env.str("DATA_LICENCE_URL", default="")

# --- logging: to standard error, one line for each event -----------------------------------------------------------

LOGGING = log_settings()

# --- metrics --------------------------------------------------------------------------------------------------------

METRICS_DIR = Path(env.str("METRICS_DIR", default="")).resolve() if env.str("METRICS_DIR", default="") else None
