"""The product's own settings with two floors beside its pages, no throttle, and a count of queries for who asks."""

from daqing1369.settings import *  # noqa: F403
from daqing1369.settings import BASE_DIR as _BASE_DIR
from daqing1369.settings import MIDDLEWARE as _MIDDLEWARE
from daqing1369.settings import TEMPLATES as _TEMPLATES

ROOT_URLCONF = "tests.operate.bench.urls"
MIDDLEWARE = ["tests.operate.bench.floors.counted", *_MIDDLEWARE]
TEMPLATES = [{**_TEMPLATES[0], "DIRS": [*_TEMPLATES[0]["DIRS"], _BASE_DIR / "tests" / "operate" / "bench"]}]
API_RATE = 0
