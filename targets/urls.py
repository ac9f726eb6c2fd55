"""Addresses of the plan, its goals and its figures."""

from django.urls import path

from targets.views import entry, goal

urlpatterns = [
    path("goals/<slug:slug>/", goal.goal, name="goal"),
    path("figures/", entry.figures, name="figures"),
    path("figures/<int:year>/<int:month>/", entry.entry, name="entry"),
    path("figures/<int:year>/<int:month>/<slug:slug>/preview/", entry.preview, name="entry-preview"),
]
