"""The WSGI application."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daqing1369.settings")
django_application = get_wsgi_application()

from daqing1369 import incoming  # noqa: E402  # both read the settings
from daqing1369.readiness import wait_no_longer  # noqa: E402

wait_no_longer()
application = incoming.whole(django_application, at_once=min(incoming.AT_ONCE, settings.POOL["max_size"]))
