"""The product's own settings, but for what a soak would only wait for: slow passwords and hashed static files."""

from daqing1369.settings import *  # noqa: F403
from daqing1369.settings import MIDDLEWARE as _MIDDLEWARE
from daqing1369.settings import STORAGES as _STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = _STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MIDDLEWARE = [name for name in _MIDDLEWARE if "whitenoise" not in name]
