"""Cities, stations, sections, sources of figures and what is decided about measurements, in the administration.

Whatever changes here computes the months concerned again, in the same transaction. What is decided is only shown.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from targets.administration_monitoring import FeedForm
from targets.measurements.section_words import names_of
from targets.models import Background, City, DustDay, Feed, FrozenMonth, Section, Station
from targets.recorded_admin import RecordedAdmin
from targets.services.load_turns import take_turns
from targets.services.settings_changed import after_setting


class MeasuringAdmin(RecordedAdmin):
    """Kept, never deleted: readings and figures hang on it."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's
        take_turns()
        super().save_model(request, obj, form, change)
        if not change or set(form.changed_data) - {"why"}:
            after_setting(obj, by=request.user, now=obj.changed_at)  # type: ignore[arg-type]  # nobody else comes here


@admin.register(City)
class CityAdmin(MeasuringAdmin):
    list_display = ("name", "area", "confirmed", "station_share", "min_eight_hour_means")
    list_filter = ("confirmed",)
    list_select_related = ("area",)
    search_fields = ("name",)
    told = ("name", "area", "confirmed", "station_share", "min_eight_hour_means")


@admin.register(Station)
class StationAdmin(MeasuringAdmin):
    list_display = ("code", "name", "city", "counts", "confirmed")
    list_filter = ("counts", "confirmed")
    list_select_related = ("city",)
    search_fields = ("code", "name", "city__name")
    autocomplete_fields = ("city",)
    told = ("code", "name", "city", "counts", "confirmed")


@admin.register(Section)
class SectionAdmin(MeasuringAdmin):
    list_display = ("name", "river", "province", "area", "control_level", "target_class", "counts", "confirmed")
    list_filter = ("counts", "confirmed", "control_level")
    list_select_related = ("area",)
    search_fields = ("name", "river", "province")
    told = ("name", "area", "target_class", "counts", "confirmed")


@admin.register(Feed)
class FeedAdmin(MeasuringAdmin):
    form = FeedForm
    fixed = ("indicator", "area")
    list_display = ("indicator", "area", "measure", "city", "deducts_dust", "deducts_background")
    list_select_related = ("indicator", "area", "city")
    autocomplete_fields = ("city",)
    told = ("measure", "city", "deducts_dust", "good_dust_days_stay", "deducts_background", "min_months")


class DecidedAdmin(RecordedAdmin):
    """Read here, decided on the page where it shows: that looks at what was decided meanwhile, and asks for grounds."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def address(self, row: Any) -> str:
        return reverse("water-section", args=[row.section_id]) + "#apart"

    @admin.display(description=_("Declared and withdrawn"))
    def page(self, row: Any) -> SafeString:
        return format_html('<a href="{}">{}</a>', self.address(row), _("on its page"))


@admin.register(DustDay)
class DustDayAdmin(DecidedAdmin):
    list_display = ("day", "city", "document", "withdrawn", "page")
    list_filter = ("withdrawn",)
    list_select_related = ("city",)
    date_hierarchy = "day"
    search_fields = ("document", "city__name")
    fields = readonly_fields = ("city", "day", "document", "withdrawn", "page", "record")
    told = ("document", "withdrawn")

    def address(self, row: DustDay) -> str:
        day = reverse("air-day", args=[row.day.year, row.day.month, row.day.day])
        return f"{day}?{urlencode({'city': row.city.name})}#decide"


@admin.register(FrozenMonth)
class FrozenMonthAdmin(DecidedAdmin):
    list_display = ("month", "section", "note", "withdrawn", "page")
    list_filter = ("withdrawn",)
    list_select_related = ("section",)
    search_fields = ("note", "section__name")
    fields = readonly_fields = ("section", "month", "note", "withdrawn", "page", "record")
    told = ("note", "withdrawn")


@admin.register(Background)
class BackgroundAdmin(DecidedAdmin):
    list_display = ("section", "item_names", "from_month", "until_month", "document", "withdrawn", "page")
    list_filter = ("withdrawn",)
    list_select_related = ("section",)
    search_fields = ("document", "grounds", "section__name")
    fields = readonly_fields = (
        *("section", "item_names", "from_month", "until_month", "grounds", "document", "withdrawn", "page", "record"),
    )
    told = ("items", "from_month", "until_month", "document", "withdrawn")

    def tell(self, row: Any, name: str) -> str:
        return str(self.item_names(row)) if name == "items" else super().tell(row, name)

    @admin.display(description=_("items"))
    def item_names(self, row: Any) -> str:
        return names_of(row.items).in_language(get_language() or "")
