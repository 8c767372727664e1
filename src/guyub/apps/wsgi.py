"""WSGI entry point for production servers: `gunicorn guyub.apps.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guyub.apps.settings")

application = get_wsgi_application()
