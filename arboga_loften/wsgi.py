"""The door that the web server knocks on: gunicorn arboga_loften.wsgi."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arboga_loften.settings")

application = get_wsgi_application()
