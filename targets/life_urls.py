"""Addresses of what surrounds a figure: its sources, its year's end."""

from django.urls import path

from targets.views import final, sources

urlpatterns = [
    path("goals/<slug:slug>/final/", final.final, name="final"),
    path("figures/<int:year>/<int:month>/<slug:key>/sources/", sources.sources, name="sources"),
    path("sources/<int:pk>/", sources.source, name="source"),
]
