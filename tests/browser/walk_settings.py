"""The product's settings for a site of its own process: no second factor to type, static files as they lie."""

from guyub.apps.settings import *  # noqa: F403  all of them are wanted
from guyub.apps.settings import STORAGES

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
REQUIRE_SECOND_FACTOR = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
