"""Addresses of the plan, its goals and its figures."""

from django.urls import include, path

from targets.views import changes, completeness, entry, goal, panel, paste, review

urlpatterns = [
    path("goals/<slug:slug>/", goal.goal, name="goal"),
    path("goals/<slug:slug>/changes/", changes.goal_changes, name="goal-changes"),
    path("figures/", entry.figures, name="figures"),
    path("figures/<int:year>/<int:month>/", entry.entry, name="entry"),
    path("figures/<int:year>/<int:month>/state/", entry.state, name="entry-state"),
    path("figures/<int:year>/<int:month>/paste/", paste.paste, name="entry-paste"),
    path("figures/<int:year>/<int:month>/<slug:key>/", entry.cell, name="entry-cell"),
    path("figures/<int:year>/<int:month>/<slug:key>/preview/", entry.preview, name="entry-preview"),
    path("figures/<int:year>/<int:month>/<slug:key>/drop/", entry.drop, name="entry-drop"),
    path("figures/<int:year>/<int:month>/<slug:key>/panel/", panel.panel, name="entry-panel"),
    path("figures/<int:year>/", entry.entry, name="entry-year"),
    path("figures/<int:year>/state/", entry.state, name="entry-year-state"),
    path("figures/<int:year>/paste/", paste.paste, name="entry-year-paste"),
    path("figures/<int:year>/<slug:key>/", entry.cell, name="entry-year-cell"),
    path("figures/<int:year>/<slug:key>/preview/", entry.preview, name="entry-year-preview"),
    path("figures/<int:year>/<slug:key>/drop/", entry.drop, name="entry-year-drop"),
    path("figures/<int:year>/<slug:key>/panel/", panel.panel, name="entry-year-panel"),
    path("review/", review.review, name="review"),
    path("completeness/", completeness.completeness, name="completeness"),
    path("import/", include("targets.import_urls")),
    path("", include("targets.life_urls")),
]
