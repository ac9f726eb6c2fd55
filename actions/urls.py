"""Addresses of the nine key actions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
