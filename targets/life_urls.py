"""Addresses of what surrounds a figure: its sources, its lock lifted, its year's end."""

from django.urls import path

from targets.views import duties, final, reopen, sources, stand_in

urlpatterns = [
    path("goals/<slug:slug>/final/", final.final, name="final"),
    path("figures/<int:year>/<int:month>/<slug:key>/sources/", sources.sources, name="sources"),
    path("sources/<int:pk>/", sources.source, name="source"),
    path("reopen/", reopen.reopening, name="reopen"),
    path("stand-in/", stand_in.stand_in, name="stand-in"),
    path("duties/", duties.duties, name="duties"),
]
