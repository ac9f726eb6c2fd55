"""Addresses of what is measured."""

from django.urls import path

from targets.views import measurements

urlpatterns = [
    path("measurements/", measurements.measurements, name="measurements"),
    path("measurements/<int:pk>/", measurements.load, name="measurements-load"),
    path("measurements/<int:pk>/report.csv", measurements.report, name="measurements-report"),
]
