"""The product's addresses and the two floors."""

from django.urls import path

from daqing1369.urls import handler404, handler500, urlpatterns
from tests.operate.bench import floors

__all__ = ["handler404", "handler500", "urlpatterns"]
urlpatterns = [
    path("floor/constant/", floors.constant),
    path("floor/query/", floors.one_query),
    *urlpatterns,
]
