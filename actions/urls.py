"""Addresses of the nine key actions."""

from django.urls import path

from actions.views import action, actions

urlpatterns = [
    path("actions/", actions.actions, name="actions"),
    path("actions/<int:number>/", action.action, name="action"),
    path("actions/<int:number>/tasks/<int:task>/", action.report, name="report-task"),
    path("actions/<int:number>/commitments/<slug:commitment>/", action.count, name="count-commitment"),
]
