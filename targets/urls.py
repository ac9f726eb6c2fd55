"""Addresses of the plan, its goals and its figures."""

from django.urls import path

from targets.views import goal

urlpatterns = [
    path("goals/<slug:slug>/", goal.goal, name="goal"),
]
