"""Addresses of what is measured."""

from django.urls import path

from targets.views import air, decisions, measurements, water

urlpatterns = [
    path("air/", air.air, name="air"),
    path("air/<int:year>/", air.year, name="air-year"),
    path("air/<int:year>/days.csv", air.days, name="air-days-csv"),
    path("air/<int:year>/<int:month>/<int:day>/", air.day, name="air-day"),
    path("air/<int:year>/<int:month>/<int:day>/dust/", decisions.dust, name="air-dust"),
    path("air/<int:year>/<int:month>/<int:day>/<int:station>/", air.station, name="air-station"),
    path("water/", water.water, name="water"),
    path("water/sections.csv", water.water_csv, name="water-csv"),
    path("water/<int:pk>/", water.section, name="water-section"),
    path("water/<int:pk>/frozen/", decisions.frozen, name="water-frozen"),
    path("water/<int:pk>/background/", decisions.background, name="water-background"),
    path("measurements/", measurements.measurements, name="measurements"),
    path("measurements/form/air-days.csv", measurements.form, {"name": "air-days"}, name="form-air-days"),
    path("measurements/form/air-hours.csv", measurements.form, {"name": "air-hours"}, name="form-air-hours"),
    path("measurements/form/water.csv", measurements.form, {"name": "water"}, name="form-water"),
    path("measurements/<int:pk>/", measurements.load, name="measurements-load"),
    path("measurements/<int:pk>/report.csv", measurements.report, name="measurements-report"),
]
