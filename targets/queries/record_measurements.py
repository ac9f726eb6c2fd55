"""How what is set and decided about measurements, and the files that brought them, are told in the record."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, F, QuerySet, Value
from django.urls import reverse

from targets.measurements.section_words import LEVELS, names_of
from targets.models import City, Load, Section
from targets.periods import Month
from targets.queries.record import Source
from targets.queries.record_lines import DELETED, NOTHING, Line, Names, Piece, beside, line, same
from targets.texts import Text

YES, NO = Text("是", "yes"), Text("否", "no")
_MEASURES = {
    "good_days": Text("优良天数", "good days"),
    "pm25_mean": Text("PM2.5 均值", "mean of PM2.5"),
    "water_share": Text("Ⅰ—Ⅲ 类断面比例", "share of sections of class I to III"),
}
_BODIES = {"river": Text("河流", "river"), "lake": Text("湖库", "lake or reservoir")}
_CONFIRMED = Text("已确认", "confirmed"), lambda row: _yes(row.confirmed)
_WITHDRAWN = Text("已撤销", "withdrawn"), lambda row: YES if row.withdrawn else NOTHING


def _yes(is_so: bool) -> Text:  # noqa: FBT001  # a column's own value
    return YES if is_so else NO


def _given(value: object) -> Text:
    return NOTHING if value is None or value == "" else same(value)


class OfCity(Source):
    """Rows that name a city; ``cities`` are those of the page."""

    def __init__(self) -> None:
        self.cities: dict[int, str] = {}

    def prepare(self, events: Sequence[Any]) -> None:
        # The page's rows may come from a city to another one, so that every name is wanted: hundreds at most.
        self.cities = dict(City.objects.order_by("pk").values_list("pk", "name"))

    def city(self, pk: int | None) -> Text:
        return NOTHING if pk is None else same(self.cities[pk]) if pk in self.cities else DELETED


class Cities(Source):
    kind, word, model = "cities", Text("空气监测城市", "city with air monitoring"), "targets.CityEvent"
    area = "area"
    texts = ("reason", "name")

    def tell(self, event: Any, before: Any | None, names: Names) -> Line:
        pairs = [
            (Text("名称", "name"), lambda row: same(row.name)),
            (Text("地区", "area"), lambda row: names.area(row.area_id)),
            _CONFIRMED,
            (Text("站点比例要求", "share of stations"), lambda row: same(row.station_share)),
            (Text("8 小时均值个数要求", "valid 8-hour means"), lambda row: same(row.min_eight_hour_means)),
        ]
        pieces, area = beside(pairs, event, before), names.area(event.area_id)
        address = reverse("air") + "?" + urlencode({"city": event.name})
        return line(self.word, event, names, what=same(event.name), area=area, pieces=pieces, address=address)


class Stations(OfCity):
    kind, word, model = "stations", Text("空气监测点位", "air station"), "targets.StationEvent"
    area = "city__area"
    texts = ("reason", "name", "code")

    def tell(self, event: Any, before: Any | None, names: Names) -> Line:
        pairs = [
            (Text("名称", "name"), lambda row: same(row.name)),
            (Text("编码", "code"), lambda row: _given(row.code)),
            (Text("城市", "city"), lambda row: self.city(row.city_id)),
            (Text("参与统计", "counts"), lambda row: _yes(row.counts)),
            _CONFIRMED,
        ]
        what = same(f"{event.code or ''} {event.name}".strip())
        return line(self.word, event, names, what=what, area=NOTHING, pieces=beside(pairs, event, before))


class Sections(Source):
    kind, word, model = "sections", Text("水质断面", "water section"), "targets.SectionEvent"
    area = "area"
    texts = ("reason", "name", "river")

    def tell(self, event: Any, before: Any | None, names: Names) -> Line:
        pairs = [
            (Text("名称", "name"), lambda row: same(row.name)),
            (Text("河流（湖库）", "river or lake"), lambda row: _given(row.river)),
            (Text("地区", "area"), lambda row: names.area(row.area_id)),
            (Text("水体类型", "water body"), lambda row: _BODIES[row.body]),
            (Text("控制级别", "control level"), lambda row: LEVELS[row.control_level]),
            (Text("目标类别", "target class"), lambda row: _given(row.target_class)),
            (Text("参与考核", "assessed"), lambda row: _yes(row.counts)),
            _CONFIRMED,
        ]
        pieces, area = beside(pairs, event, before), names.area(event.area_id)
        return line(
            self.word, event, names, what=same(event.name), area=area, pieces=pieces, address=_page(event.pgh_obj_id)
        )


def _page(section: int | None) -> str:
    return "" if section is None else reverse("water-section", args=[section])


class Feeds(OfCity):
    kind, word, model = "feeds", Text("指标数据来源", "source of an indicator's figures"), "targets.FeedEvent"
    goal, area = "indicator", "area"

    def tell(self, event: Any, before: Any | None, names: Names) -> Line:
        pairs = [
            (Text("计算内容", "what is computed"), lambda row: _MEASURES[row.measure]),
            (Text("城市", "city"), lambda row: self.city(row.city_id)),
            (Text("扣除沙尘日", "deducts sand-dust days"), lambda row: _yes(row.deducts_dust)),
            (Text("沙尘日中的优良天保留", "good sand-dust days stay"), lambda row: _yes(row.good_dust_days_stay)),
            (Text("扣除自然本底", "deducts natural background"), lambda row: _yes(row.deducts_background)),
            (Text("最少月数", "fewest months"), lambda row: same(row.min_months)),
        ]
        what, area = names.indicator(event.indicator_id), names.area(event.area_id)
        return line(self.word, event, names, what=what, area=area, pieces=beside(pairs, event, before))


class DustDays(OfCity):
    kind, word, model = "dust-days", Text("沙尘日", "sand-dust day"), "targets.DustDayEvent"
    area, month = "city__area", "day"
    texts = ("reason", "document")

    def tell(self, event: Any, before: Any | None, names: Names) -> Line:
        pairs = [(Text("依据文件", "document"), lambda row: same(row.document)), _WITHDRAWN]
        city, day = self.city(event.city_id), event.day
        what = Text(f"{city.zh} {day}", f"{city.en} {day}")
        address = reverse("air-day", args=[day.year, day.month, day.day]) + "?" + urlencode({"city": city.zh})
        pieces = beside(pairs, event, before)
        return line(self.word, event, names, what=what, area=NOTHING, pieces=pieces, address=address)


class OfSection(Source):
    """Decisions about a section; ``sections`` are those of the page."""

    area = "section__area"

    def __init__(self) -> None:
        self.sections: dict[int, str] = {}

    def prepare(self, events: Sequence[Any]) -> None:
        rows = Section.objects.filter(pk__in={event.section_id for event in events}).order_by("pk")
        self.sections |= dict(rows.values_list("pk", "name"))

    def name(self, event: Any) -> Text:
        return same(self.sections[event.section_id]) if event.section_id in self.sections else DELETED


class FrozenMonths(OfSection):
    kind, word, model = "frozen-months", Text("封冻月份", "frozen month"), "targets.FrozenMonthEvent"
    month = "month"
    texts = ("reason", "note")

    def tell(self, event: Any, before: Any | None, names: Names) -> Line:
        pairs = [(Text("依据", "grounds"), lambda row: same(row.note)), _WITHDRAWN]
        month, address = str(Month.of(event.month)), _page(event.section_id)
        pieces = beside(pairs, event, before)
        return line(
            self.word, event, names, what=self.name(event), area=NOTHING, pieces=pieces, month=month, address=address
        )


class Backgrounds(OfSection):
    kind, word, model = "backgrounds", Text("自然本底扣除", "natural background"), "targets.BackgroundEvent"
    texts = ("reason", "grounds", "document")

    def tell(self, event: Any, before: Any | None, names: Names) -> Line:
        pairs = [
            (Text("项目", "items"), lambda row: names_of(row.items)),
            (Text("起", "from"), lambda row: same(Month.of(row.from_month))),
            (Text("止", "until"), lambda row: NOTHING if row.until_month is None else same(Month.of(row.until_month))),
            (Text("依据", "grounds"), lambda row: same(row.grounds)),
            (Text("文件", "document"), lambda row: same(row.document)),
            _WITHDRAWN,
        ]
        address, pieces = _page(event.section_id), beside(pairs, event, before)
        return line(self.word, event, names, what=self.name(event), area=NOTHING, pieces=pieces, address=address)


class Loads(Source):
    """Files of measurements, which have one state on record: when they came in."""

    kind, word, model = "loads", Text("监测数据文件", "file of measurements"), "targets.Load"
    texts = ("name",)

    @property
    def events(self) -> QuerySet[Any]:
        columns = {"changed_at": F("created_at"), "changed_by": F("user"), "pgh_id": F("id"), "pgh_obj_id": F("id")}
        return Load.objects.annotate(**columns, reason=Value("", CharField()))

    def tell(self, event: Any, before: Any | None, names: Names) -> Line:
        event.changed_by_id = event.user_id
        told = [(Text("种类", "kind"), Text("空气", "air") if event.kind == "air" else Text("水质", "water"))]
        told += [(word, same(event.counts[name])) for name, word in _COUNTED.items() if event.counts.get(name)]
        if event.sentence_zh:
            told.append((Text("未采用", "refused"), Text(event.sentence_zh, event.sentence_en)))
        pieces = tuple(Piece(label, NOTHING, value) for label, value in told)
        address = reverse("measurements-load", args=[event.pk])
        return line(self.word, event, names, what=same(event.name), area=NOTHING, pieces=pieces, address=address)


_COUNTED = {
    "rows": Text("行数", "rows"),
    "new": Text("新增", "new"),
    "changed": Text("变更", "changed"),
    "rejected": Text("拒绝", "rejected"),
}
TABLES = (Cities, Stations, Sections, Feeds, DustDays, FrozenMonths, Backgrounds, Loads)
KINDS: dict[str, Text] = {table.kind: table.word for table in TABLES}
