"""WSGI entry point for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "botkyrka_trygghet.settings")

application = get_wsgi_application()
gc.freeze()  # what is loaded stays, and the web's workers share its memory
