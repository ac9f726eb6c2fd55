"""Addresses of what is measured."""

from django.urls import path

from targets.views import water

urlpatterns = [
    path("water/", water.water, name="water"),
    path("water/sections.csv", water.water_csv, name="water-csv"),
    path("water/<int:pk>/", water.section, name="water-section"),
]
