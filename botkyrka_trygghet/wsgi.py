"""WSGI entry point for gunicorn."""

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "botkyrka_trygghet.settings")

application = get_wsgi_application()
reverse("start")  # all pages are loaded now, once for all workers, not while each one's first visitor waits
gc.freeze()  # what is loaded stays, and the web's workers share its memory
# A thread that holds a row's lock gets its turn after each answer of the database within a millisecond, not five.
sys.setswitchinterval(0.001)
