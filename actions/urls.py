"""Addresses of the nine key actions."""

from django.urls import path

from actions.views import action, actions, deadlines, files

urlpatterns = [
    path("actions/", actions.actions, name="actions"),
    path("actions/deadlines/", deadlines.deadlines, name="deadlines"),
    path("actions/deadlines.csv", deadlines.as_csv, name="deadlines-csv"),
    path("actions/deadlines.xlsx", deadlines.as_xlsx, name="deadlines-xlsx"),
    path("actions/<int:number>/", action.action, name="action"),
    path("actions/<int:number>/tasks/<int:task>/", action.report, name="report-task"),
    path("actions/<int:number>/commitments/<slug:commitment>/", action.count, name="count-commitment"),
    path("actions/<int:number>/files/<int:pk>/", files.note_file, name="note-file"),
    path("actions/<int:number>/files/<int:pk>/take-away/", files.take_file_away, name="take-note-file-away"),
]
