"""Production's settings, but for TLS and what a trial would only wait for."""

from tests.operate.soak.settings import *  # noqa: F403

SECURE_SSL_REDIRECT = False
del SECURE_PROXY_SSL_HEADER  # noqa: F821  # nothing stands in front
