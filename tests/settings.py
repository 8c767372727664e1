"""Settings for tests: the product's own, with a throw-away data folder and without what only costs time."""

import atexit
import os
import shutil
import tempfile

os.environ["GUYUB_DATA_DIR"] = tempfile.mkdtemp(prefix="guyub-tests-")

# Only now, because the settings read the data folder when they are loaded.
from guyub.apps.settings import *  # noqa: F403  all of them are wanted
from guyub.apps.settings import DATABASES, STORAGES

atexit.register(shutil.rmtree, os.environ["GUYUB_DATA_DIR"], ignore_errors=True)

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
REQUIRE_SECOND_FACTOR = False  # test_second_factor.py turns it on
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file as in production: in memory, threads would share one connection and never meet each other.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["GUYUB_DATA_DIR"], "test.sqlite3")}
