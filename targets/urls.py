"""Addresses of the plan, its goals and its figures."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
