"""Production's settings, but for TLS and what a trial would only wait for."""

from tests.operate.soak.settings import *  # noqa: F403

SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = None
