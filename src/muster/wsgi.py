"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muster.settings")
os.environ["MUSTER_WEB"] = "yes"  # connections of this process see nobody until a request has an actor
application = get_wsgi_application()
