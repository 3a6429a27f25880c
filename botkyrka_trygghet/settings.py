"""Every setting, from the environment. Each variable is described in `.env.example`.

Outside DEBUG nothing unsafe starts: `botkyrka_trygghet.checks` refuses it with a sentence that says what to do.
"""

import gc
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from botkyrka_trygghet.schedule import JOBS

# Until every room is loaded (`admin_site.py`): nothing of it is garbage, and looking takes a sixth of the start.
gc.disable()

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
# Never empty: Django would stop with a sentence of its own before `checks` can name every fault.
SECRET_KEY = env.str("SECRET_KEY", default="") or ("only-for-debug-not-a-secret" if DEBUG else "missing")
# Older keys: what they signed still opens, until they are taken out.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Makes the hashes that must outlive a change of SECRET_KEY: secret links, follow links, noted erasures, mail seals.
HASH_KEY = env.str("HASH_KEY", default="") or SECRET_KEY
# Keys that encrypt secret mail bodies and sensitive text at rest: newest first, older ones still decrypt.
ENCRYPTION_KEYS = env.list("ENCRYPTION_KEYS", default=["only-for-debug-not-a-key"] if DEBUG else [])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000" if DEBUG else "")
# How many reverse proxies add to X-Forwarded-For; 0 means the header is not believed at all.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

INSTALLED_APPS = [
    "botkyrka_trygghet",
    "newsletters",
    "grannstod",
    "holiday_calendar",
    "incidents",
    "neighbourhoods",
    "post",
    "documents",
    "accounts",
    "common",
    "botkyrka_trygghet.admin_site.HouseAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "crispy_forms",
    "csp",
    "django_htmx",
    "simple_history",
]

MIDDLEWARE = [
    "common.request_id.RequestIdMiddleware",
    "common.outages.DatabaseOutageMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "common.crowding.CrowdMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "common.private_pages.PrivatePagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "common.nul_bytes.NulInAdminMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "botkyrka_trygghet.urls"
WSGI_APPLICATION = "botkyrka_trygghet.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.debug",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "botkyrka_trygghet.context.house",
            ],
            "builtins": ["common.templatetags.house"],
        },
    }
]
# Boxes are drawn by the templates above, so that the house can name every one of them.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "house"

# PostgreSQL. Connections are kept and checked, so that a restarted database needs no restarted web.
DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres:///botkyrka_trygghet")}
DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True, ATOMIC_REQUESTS=False)
DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 3
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The broker only wakes workers: it may be away, so nothing waits for it longer than half a second.
WEB_THREADS = env.int("WEB_THREADS", default=8)  # of each web process
CROWDED_PATHS = {"/rapportera/"}  # what is posted here may fill half of them, the rest is told to come again
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
# Celery names the number of a database behind a socket its own way; as ?db= it would be passed over for 0.
CELERY_BROKER_URL = (
    REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)
    if REDIS_URL.startswith("unix://")
    else REDIS_URL
)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 0.5 if not env.bool("CELERY_WORKER", default=False) else None,
    "socket_connect_timeout": 0.5,
    "visibility_timeout": 3600,
    "max_retries": 0,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Sign-in codes and receipts wait neither behind a mail-out nor behind a document: a worker of their own takes `first`.
# A worker that is not told otherwise (-Q) takes all three.
CELERY_TASK_DEFAULT_QUEUE = "house"
CELERY_TASK_QUEUES = {name: {"exchange": name, "routing_key": name} for name in ("first", "house", "mailings")}
CELERY_TASK_ROUTES = {
    "post.tasks.deliver_first": {"queue": "first"},
    "incidents.tasks.send_receipt": {"queue": "first"},
    "incidents.periodic.sweep_receipts": {"queue": "first"},
    "post.periodic.sweep": {"queue": "first"},
    "botkyrka_trygghet.periodic.heartbeat": {"queue": "first"},
    "post.tasks.deliver": {"queue": "mailings"},
}
CELERY_TIMEZONE = "Europe/Stockholm"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
_SWEEP = env.float("SWEEP_SECONDS", default=60.0)  # how often what nobody was woken for is looked for
CELERY_BEAT_SCHEDULE = {
    **JOBS,
    "post-sweep": {"task": "post.periodic.sweep", "schedule": _SWEEP},
    "incidents-receipts": {"task": "incidents.periodic.sweep_receipts", "schedule": _SWEEP},
}

# Cache in the database's own process: sessions and limits go on with Redis stopped.
# Django would throw away a third of it at 300 rows, and with them the limits on public forms.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = not DEBUG
LANGUAGE_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not DEBUG)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 0 if DEBUG else env.int("HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Map pictures, https://…/{z}/{x}/{y}.png; empty: a map of borders alone. Their host is let through the policy below.
MAP_TILES = env.str("MAP_TILES", default="")
MAP_ATTRIBUTION = env.str("MAP_ATTRIBUTION", default="")
_MAP_HOST = MAP_TILES.partition("//")[2].partition("/")[0].replace("{s}.", "*.")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *([f"{MAP_TILES.partition('//')[0]}//{_MAP_HOST}"] if _MAP_HOST else [])],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# People sign in with their e-mail address: by code, or with password and second factor for staff.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
# Most people sign in by code; the page for it leads staff on to password and passkey.
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "/vidare/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SocialAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Mail that anybody can cause is limited per network, address and day.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip,100/d/ip,3/m/key,20/d/key",
    "reset_password": "20/m/ip,100/d/ip,5/m/key,10/d/key",
}
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Botkyrka Trygghet"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
# The municipality's own sign-in (OpenID Connect): matches invited people by verified address, opens no accounts.
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"provider_class": "accounts.openid.StrictProvider", "APPS": env.json("OIDC_APPS", default=[])}
}

# Every message goes into the ledger in `post`; a worker sends it by SMTP.
EMAIL_BACKEND = "post.backend.LedgerBackend"
POST_RELAY = env.email_url("EMAIL_URL", default="smtp://127.0.0.1:25")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Botkyrka Trygghet <trygghet@example.com>")
SERVER_EMAIL = env.str("SERVER_EMAIL", default="drift@example.com")
ADMINS = [("Drift", address) for address in env.list("ADMINS", default=[])]
# The domain that VERP envelope senders, List-Id and Message-ID are made of.
POST_DOMAIN = env.str("POST_DOMAIN", default="example.com")
# Lines to the relay that one worker process keeps busy with a mail-out, and how many processes work on one.
POST_CONNECTIONS = env.int("POST_CONNECTIONS", default=1)
POST_RUNS = env.int("POST_RUNS", default=1)
# The most messages a minute of one mail-out, over all workers and machines; 0: no limit. A mail-out may have its own.
POST_PER_MINUTE = env.int("POST_PER_MINUTE", default=0)
# Seconds to wait for an answer of the relay, and before each new attempt after a 4xx answer: about two days in all.
POST_TIMEOUT = env.float("POST_TIMEOUT", default=30.0)
POST_RETRY_SECONDS = env.list(
    "POST_RETRY_SECONDS", cast=int, default=[60, 300, 900, 1800, 3600, 7200, 14_400, 28_800, 43_200, 86_400]
)
# Mail that comes in. Replies come back to addresses of this domain; empty: no mail offers to be answered.
POST_REPLY_DOMAIN = env.str("POST_REPLY_DOMAIN", default=POST_DOMAIN if DEBUG else "")
POST_INCOMING_MAX_BYTES = env.int("POST_INCOMING_MAX_BYTES", default=25_000_000)
POST_INCOMING_KEEP_DAYS = env.int("POST_INCOMING_KEEP_DAYS", default=90)
# An address that so many messages did not reach within so many days gets no more mail-outs.
POST_SOFT_BOUNCES = env.int("POST_SOFT_BOUNCES", default=5)
POST_SOFT_BOUNCE_DAYS = env.int("POST_SOFT_BOUNCE_DAYS", default=60)
# The mailbox that is emptied each minute, where mail does not come by a pipe; empty: none.
IMAP_URL = env.str("IMAP_URL", default="")

# Text messages leave by a gateway: 46elks://USER:PASSWORD@api.46elks.com/a1/sms?from=SENDER. Empty: there are none.
# In DEBUG they end up in a folder and are shown at /_post/.
SMS_URL = env.str("SMS_URL", default="file://" if DEBUG else "")
SMS_TIMEOUT = env.float("SMS_TIMEOUT", default=20.0)
# What a part costs, in öre, until the gateway says what it did cost; and what a month may cost, in kronor.
SMS_PRICE = env.int("SMS_PRICE", default=52)
SMS_MONTHLY_CEILING = env.int("SMS_MONTHLY_CEILING", default=1_000)
# What is not urgent waits from and until these times in Stockholm.
SMS_QUIET_FROM = env.str("SMS_QUIET_FROM", default="21:00")
SMS_QUIET_UNTIL = env.str("SMS_QUIET_UNTIL", default="08:00")
# Hosts in a private network that the gateway may be, in DEBUG only.
SMS_PRIVATE_HOSTS = env.list("SMS_PRIVATE_HOSTS", default=[]) if DEBUG else []

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [path for path in sorted((BASE_DIR / "locale").glob("*")) if path.is_dir()]
LANGUAGE_COOKIE_NAME = "sprak"
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True
FORMAT_MODULE_PATH = ["botkyrka_trygghet.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
PRIVATE_ROOT = Path(env.str("PRIVATE_ROOT", default=str(VAR_DIR / "private")))
STORAGES = {
    "default": {"BACKEND": "common.private_files.PrivateStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Municipality: what a reader sees, and where the municipality's border file was imported from.
# Hosts in a private network that other Open311 servers may be, in DEBUG only.
OPEN311_PRIVATE_HOSTS = env.list("OPEN311_PRIVATE_HOSTS", default=[]) if DEBUG else []
# The police's public events: the address (empty: none are fetched), and the place whose events are kept.
POLICE_FEED_URL = env.str(
    "POLICE_FEED_URL", default="" if DEBUG else "https://polisen.se/api/events?locationname=Botkyrka"
)
POLICE_FEED_PLACE = env.str("POLICE_FEED_PLACE", default="Botkyrka")
# Hosts in a private network that the feed may be, in DEBUG only.
POLICE_FEED_PRIVATE_HOSTS = env.list("POLICE_FEED_PRIVATE_HOSTS", default=[]) if DEBUG else []
# What Open311 clients may call this municipality (jurisdiction_id); empty: any name is taken.
OPEN311_JURISDICTION = env.str("OPEN311_JURISDICTION", default="")
MUNICIPALITY = env.str("MUNICIPALITY", default="Botkyrka kommun")
CONTACT_PHONE = env.str("CONTACT_PHONE", default="08-530 610 00")
# Where links in notes to neighbours may lead: these hosts and what lies under them.
CIRCLE_LINK_HOSTS = env.list("CIRCLE_LINK_HOSTS", default=["botkyrka.se", "polisen.se", "krisinformation.se", "112.se"])
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="trygghet@example.com")
# Below this count an area's figure gives way to the district's (common.small_numbers).
SMALL_NUMBER_THRESHOLD = env.int("SMALL_NUMBER_THRESHOLD", default=5)
# The share of households (per cent) that should join before an area begins; each start-up case may have its own.
STARTUP_SHARE_PERCENT = env.int("STARTUP_SHARE_PERCENT", default=50)
# How long people who would like to take part are remembered, and how long an unconfirmed address is.
INTEREST_KEEP_DAYS = env.int("INTEREST_KEEP_DAYS", default=365)
INTEREST_UNCONFIRMED_DAYS = env.int("INTEREST_UNCONFIRMED_DAYS", default=14)
# So many drives a Grannstöd newcomer takes beside somebody experienced before being ready.
GRANNSTOD_ACCOMPANIED_DRIVES = env.int("GRANNSTOD_ACCOMPANIED_DRIVES", default=3)
# So many months after it was done a Grannstöd volunteer's training, or a supporter's course, has run out; 0 for never.
GRANNSTOD_TRAINING_MONTHS = env.int("GRANNSTOD_TRAINING_MONTHS", default=36)
# A sign that nobody has looked at for so many days should be checked.
SIGN_CHECK_DAYS = env.int("SIGN_CHECK_DAYS", default=365)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "common.request_id.RequestIdFilter"}},
    "formatters": {"json": {"()": "common.logs.JsonFormatter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request_id"]},
        "administrators": {"class": "common.error_mail.ErrorMailHandler", "filters": ["request_id"]},
    },
    "root": {"handlers": ["console", "administrators"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        # Named here, so that the framework's own handlers go: its error mail holds the address and the form.
        "django": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        # Anyone can send a foreign Host header: it is answered 400 and uses up nobody's error mail.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        "flufl.bounce": {"level": "CRITICAL"},  # what it stumbles over is logged where it is asked
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
