"""Every address of the product; docs and tests walk this table."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from daqing1369 import (
    account_pages,
    board,
    brief,
    changes,
    help,
    history,
    incidents,
    key_page,
    search,
    views,
    wall,
    year_page,
)
from daqing1369.api.routes import api

urlpatterns = [
    path("", board.board, name="board"),
    path("nodes/<int:number>/", board.node, name="node"),
    path("outcomes/<int:number>/", board.outcome, name="outcome"),
    path("wall/", wall.wall, name="wall"),
    path("wall/<str:key>/", wall.wall_by_key, name="wall-by-key"),
    path("search/", search.search, name="search"),
    path("changes/", changes.changes, name="changes"),
    path("history/", history.history, name="history"),
    path("history/history.csv", history.as_csv, name="history-csv"),
    path("help/", help.contents, name="help"),
    path("help/all/", help.whole, name="help-whole"),
    path("help/<slug:slug>/", help.chapter, name="help-chapter"),
    path("keys/", key_page.key_page, name="keys"),
    path("brief/", brief.briefs, name="briefs"),
    path("brief/<int:year>/<int:month>/", brief.brief, name="brief"),
    path("brief/<int:year>/<int:month>.pdf", brief.as_pdf, name="brief-pdf"),
    path("brief/<int:year>/<int:month>.docx", brief.as_word, name="brief-word"),
    path("", include("targets.urls")),
    path("", include("actions.urls")),
    path("login/", views.Login.as_view(), name="login"),
    path("logout/", account_pages.logout, name="logout"),
    path("account/", account_pages.account, name="account"),
    path("account/password/", account_pages.password, name="password"),
    path("password/forgotten/", account_pages.forgotten, name="password-forgotten"),
    path("password/new/", account_pages.new_password, name="password-new"),
    path("api/v1/", api.urls),
    path("favicon.ico", views.icon),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("admin/login/", RedirectView.as_view(pattern_name="login")),  # one login, throttled; not the administration's
    path("admin/password_change/", RedirectView.as_view(pattern_name="password")),  # one's own is changed in one place
    path("admin/r/<path:rest>", views.nowhere),  # "view on site" reads any table by its number, event tables too
    path("admin/years/", year_page.years, name="years"),
    path("admin/years/<int:year>/", year_page.year, name="year"),
    path("admin/", admin.site.urls),
]

handler404 = views.not_found
handler500 = incidents.server_error
