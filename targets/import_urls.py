"""Addresses of the spreadsheets: upload and its dry run, forms, export."""

from django.urls import path

from targets.views import imports, sheets

urlpatterns = [
    path("", imports.imports, name="imports"),
    path("<int:pk>/", imports.upload, name="import-upload"),
    path("<int:pk>/marked.xlsx", imports.marked_workbook, name="import-marked"),
    path("form/", sheets.chosen_form, name="import-form-chosen"),
    path("template/<int:year>.xlsx", sheets.form, name="import-form-year"),
    path("template/<int:year>/<int:month>.xlsx", sheets.form, name="import-form"),
    path("export.csv", sheets.export, {"kind": "csv"}, name="export-csv"),
    path("export.xlsx", sheets.export, {"kind": "xlsx"}, name="export-xlsx"),
]
