"""The law of computed figures: when they come, follow, wait and stay."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from targets.entry.cell import Cell
from targets.measurements.told import sentences
from targets.models import CityDay, Computation, DustDay, Feed, Figure, Origin, Review
from targets.periods import Month
from targets.queries.access import EVERYTHING, Access
from targets.queries.water import find_sections
from targets.services.computed import Effect, recompute, recompute_all, recompute_feeds
from targets.services.figures import save_figure
from targets.services.restated import Cause
from targets.services.review import approve, return_
from tests.factories import NOW, make_area, make_figure, make_goal, make_indicator, make_plan, make_slot
from tests.measured import (
    LATER,
    city_place,
    make_air_feeds,
    make_city,
    make_day,
    make_feed,
    make_month,
    make_section,
    make_section_month,
    places,
)

OCTOBER = "2024-10"
ALL = Access(EVERYTHING, EVERYTHING)

pytestmark = pytest.mark.django_db


def figure(slug: str = "good-air-days", month: str = OCTOBER) -> Figure:
    return Figure.objects.get(indicator__slug=slug, month=f"{month}-01")


def cell(one: Figure) -> tuple[str, str]:
    return f"{one.numerator:f}".rstrip("0").rstrip("."), f"{one.denominator:f}".rstrip("0").rstrip(".")


def approved(by: User) -> Figure:
    """October's figure, computed and then approved."""
    one = figure()
    return approve(figure_id=one.pk, version=one.version, by=by, now=NOW, access=ALL, today=NOW.date())


def spoil(on: str) -> None:
    """A corrected reading: the day is polluted after all."""
    CityDay.objects.filter(day=on).update(aqi=150)


@pytest.fixture
def october() -> Feed:
    """Twenty good days of twenty-one, computed."""
    make_goal(make_plan(), make_indicator())
    feed, _ = make_air_feeds()
    recompute([make_month(OCTOBER, 20, 1)], by=None, now=NOW)
    return feed


def test_a_month_without_a_figure_gets_one_that_waits_for_review(october: Feed) -> None:
    one, mean = figure(), figure("pm25")
    assert (cell(one), one.origin, one.review, one.version) == (("20", "21"), Origin.COMPUTED, Review.SUBMITTED, 1)
    assert cell(mean) == ("420", "21")
    assert one.source_en == "Computed from measurements by HJ 633-2012, HJ 663-2013."
    assert "computed from measurements: 20/21" in one.reason
    kept = Computation.objects.get(indicator=october.indicator)
    assert (kept.numerator, kept.denominator, kept.standard) == (Decimal(20), Decimal(21), "HJ 633-2012, HJ 663-2013")
    assert kept.detail["left_out"]["no_row"][0] == "2024-10-22"


def test_the_same_readings_again_change_nothing(october: Feed) -> None:
    before = list(Figure.objects.order_by("pk").values()), list(Computation.objects.order_by("pk").values())
    assert recompute([city_place(OCTOBER)], by=None, now=LATER) == []
    assert recompute_all(by=None, now=LATER) == []
    assert (list(Figure.objects.order_by("pk").values()), list(Computation.objects.order_by("pk").values())) == before


def test_a_figure_nobody_approved_follows(october: Feed, editor: User) -> None:
    spoil("2024-10-01")
    told = recompute([city_place(OCTOBER)], by=editor, now=LATER)
    one = figure()
    assert (cell(one), one.review, one.standing_version, one.version) == (("19", "21"), Review.SUBMITTED, None, 2)
    assert (one.entered_by, one.changed_at, one.correction) == (editor, LATER, "")
    assert [(c.indicator, c.was, c.now, c.effect) for c in told] == [
        ("good-air-days", "20/21", "19/21", Effect.SUBMITTED)
    ]


def test_over_an_approved_figure_it_is_a_correction_that_waits(october: Feed, reviewer: User) -> None:
    approved(reviewer)
    spoil("2024-10-01")
    told = recompute([city_place(OCTOBER)], by=None, now=LATER)
    one = figure()
    assert (cell(one), one.review, one.correction) == (("19", "21"), Review.SUBMITTED, "other")
    assert one.standing_cell == Cell(Decimal(20), Decimal(21))
    assert one.standing_origin == Origin.COMPUTED
    assert one.reason.endswith("restated from measurements: 20/21 → 19/21")
    assert told[0].effect == Effect.CORRECTED


def test_back_to_the_approved_value_it_is_approved_as_before(october: Feed, reviewer: User) -> None:
    approved(reviewer)
    spoil("2024-10-01")
    recompute([city_place(OCTOBER)], by=None, now=LATER)
    CityDay.objects.filter(day="2024-10-01").update(aqi=50)
    told = recompute([city_place(OCTOBER)], by=None, now=LATER)
    one = figure()
    assert (cell(one), one.review, one.standing_version) == (("20", "21"), Review.APPROVED, None)
    assert one.reviewed_by == reviewer
    assert told[0].effect == Effect.APPROVED


def test_a_returned_figure_is_submitted_again_by_a_new_value_only(october: Feed, reviewer: User) -> None:
    one = figure()
    return_(figure_id=one.pk, version=1, by=reviewer, now=NOW, access=ALL, today=NOW.date(), note="Check the 3rd.")
    assert recompute([city_place(OCTOBER)], by=None, now=LATER) == []
    spoil("2024-10-03")
    recompute([city_place(OCTOBER)], by=None, now=LATER)
    assert (figure().review, figure().review_note) == (Review.SUBMITTED, "Check the 3rd.")


@pytest.mark.parametrize("origin", [Origin.ENTERED, Origin.IMPORTED, Origin.SAMPLE])
def test_a_figure_that_somebody_gave_is_never_touched(origin: str) -> None:
    feed = make_feed()
    mine = make_figure(feed.indicator, OCTOBER, "21", "21", origin=origin, review="submitted")
    told = recompute([make_month(OCTOBER, 20, 1)], by=None, now=LATER)
    mine.refresh_from_db()
    assert (cell(mine), mine.version, mine.origin) == (("21", "21"), 1, origin)
    assert Computation.objects.get().numerator == 20
    assert [(c.was, c.now, c.effect) for c in told] == [("", "20/21", Effect.DIFFERS)]
    assert recompute_all(by=None, now=LATER) == []


def test_an_override_of_a_computed_figure_stays_an_override(october: Feed, editor: User, reviewer: User) -> None:
    approved(reviewer)
    save_figure(
        slot=make_slot(october.indicator), cell=Cell(Decimal(21), Decimal(21)), version=2, by=editor, now=LATER,
        correction="superior", reason="letter 7",
    )  # fmt: skip
    spoil("2024-10-01")
    recompute([city_place(OCTOBER)], by=None, now=LATER)
    one = figure()
    assert (cell(one), one.origin, one.standing_origin) == (("21", "21"), Origin.ENTERED, Origin.COMPUTED)


def test_a_month_that_is_not_over_is_computed_but_has_no_figure() -> None:
    feed = make_feed()
    told = recompute([make_month("2024-11", 3)], by=None, now=NOW)
    assert not Figure.objects.exists()
    assert Computation.objects.get().denominator == 3
    assert told[0].effect == Effect.NONE
    recompute_feeds([feed.pk], by=None, now=NOW.replace(month=12), cause=Cause.RULE)
    assert cell(figure(month="2024-11")) == ("3", "3")


def test_a_closed_month_does_not_keep_a_corrected_reading_out(october: Feed, reviewer: User) -> None:
    """A computation is not a person: what it brings waits for the reviewer, who can approve it however late."""
    make_plan().__class__.objects.update(closes_after_days=10)
    approved(reviewer)
    spoil("2024-10-01")
    late = NOW.replace(year=2025)
    recompute([city_place(OCTOBER)], by=None, now=late)
    one = figure()
    assert (one.review, one.standing_numerator) == (Review.SUBMITTED.value, Decimal(20))
    done = approve(figure_id=one.pk, version=one.version, by=reviewer, now=late, access=ALL, today=late.date())
    assert (done.review, cell(done)) == (Review.APPROVED, ("19", "21"))


def test_readings_without_a_valid_day_give_no_figure_and_take_a_followed_one_away(
    october: Feed, reviewer: User
) -> None:
    make_day("2024-09-01", aqi=None, pm25=None)
    recompute(places(["2024-09"]), by=None, now=NOW)
    assert not Figure.objects.filter(month="2024-09-01").exists()
    approved(reviewer)
    CityDay.objects.filter(day__year=2024).update(aqi=None)
    recompute([city_place(OCTOBER)], by=None, now=LATER)
    one = figure()
    assert one.is_blank
    assert (one.review, one.standing_numerator) == (Review.SUBMITTED.value, Decimal(20))


def test_where_no_reading_is_left_a_blank_follows(october: Feed, reviewer: User) -> None:
    approved(reviewer)
    CityDay.objects.all().delete()
    told = recompute([city_place(OCTOBER)], by=None, now=LATER)
    one, mean = figure(), figure("pm25")
    assert (one.is_blank, one.review, one.correction, one.origin) == (True, "submitted", "other", Origin.COMPUTED)
    assert one.standing_cell == Cell(Decimal(20), Decimal(21))
    assert (mean.is_blank, mean.review, mean.standing_version) == (True, "submitted", None)
    assert [(c.was, c.now, c.effect) for c in told] == [
        ("20/21", "", Effect.CORRECTED),
        ("420/21", "", Effect.SUBMITTED),
    ]
    assert Computation.objects.get(indicator=october.indicator).numerator is None
    assert recompute_all(by=None, now=LATER) == []
    recompute([make_month(OCTOBER, 20, 1)], by=None, now=LATER)
    assert (cell(figure()), figure().review) == (("20", "21"), Review.APPROVED)


def test_a_figure_of_a_month_that_was_never_computed_stays() -> None:
    feed = make_feed()
    mine = make_figure(feed.indicator, OCTOBER, "21", "21", origin=Origin.COMPUTED)
    assert recompute([city_place(OCTOBER)], by=None, now=LATER) == []
    assert recompute_all(by=None, now=LATER) == []
    mine.refresh_from_db()
    assert (cell(mine), mine.version) == (("21", "21"), 1)


def test_somebodys_own_figure_stays_where_no_reading_is_left(october: Feed) -> None:
    Figure.objects.filter(indicator=october.indicator).update(origin=Origin.ENTERED)
    CityDay.objects.all().delete()
    recompute([city_place(OCTOBER)], by=None, now=LATER)
    assert (cell(figure()), figure().version) == (("20", "21"), 1)


def test_dust_days_leave_by_the_sources_setting_and_both_readings_stay_in_sight(october: Feed) -> None:
    DustDay.objects.create(city=make_city(), day="2024-10-21", document="环办监测〔2016〕120号", changed_at=NOW)
    recompute_feeds([october.pk], by=None, now=LATER, cause=Cause.RULE)
    assert cell(figure()) == ("20", "21")
    Feed.objects.update(deducts_dust=True)
    recompute_feeds([october.pk], by=None, now=LATER, cause=Cause.RULE)
    assert cell(figure()) == ("20", "20")
    kept = Computation.objects.get(indicator=october.indicator).detail
    assert (kept["raw"], kept["deducted"]) == (["20", "21"], ["20", "20"])


def test_a_sections_reading_enters_the_later_months_of_its_year_too() -> None:
    water = make_feed(make_indicator("surface-water", combination="newest", counts_days=False), "water_share")
    one, other = make_section("肇源"), make_section("古恰泄洪闸口", confirmed=False)
    elsewhere = make_section("同江", area=make_area("230800"))
    for month in ("2024-08", "2024-09", "2024-10"):
        place = make_section_month(one, month, 3, 2)
        make_section_month(other, month, 6, 6)
        make_section_month(elsewhere, month, 1, 1)
    told = recompute([place._replace(month=place.month.plus(-2))], by=None, now=NOW)
    assert [(str(c.month), c.now) for c in told] == [("2024-08", "1/2"), ("2024-09", "1/2"), ("2024-10", "1/2")]
    found = figure("surface-water")
    assert [found.numerator, found.month_numerator, found.month_denominator] == [1, 1, 2]
    assert Computation.objects.get(month="2024-10-01", indicator=water.indicator).detail["unconfirmed"] == [
        "古恰泄洪闸口"
    ]


@pytest.mark.parametrize("deducts", [False, True])
def test_a_bad_section_that_is_not_sampled_makes_no_share_better_and_the_page_agrees(*, deducts: bool) -> None:
    make_feed(
        make_indicator("surface-water", combination="newest", counts_days=False),
        "water_share",
        deducts_background=deducts,
    )
    six = [make_section(f"断面{number}", order=number) for number in range(5)] + [make_section("古恰", order=9)]
    make_section("从未采样", order=10)
    for month in ("2024-01", "2024-02", "2024-03"):
        for section in six[: 5 if month == "2024-03" else 6]:
            place = make_section_month(section, month, *((3, 3) if section != six[5] else (6, 6)))
    recompute([place], by=None, now=NOW)  # of March alone
    kept = Computation.objects.get(month="2024-03-01")
    assert [kept.numerator, kept.denominator, kept.month_numerator, kept.month_denominator] == [5, 6, 5, 5]
    assert kept.detail["left_out"] == {"no_sample": ["从未采样"], "carried": ["古恰 (2024-02)"]}
    assert any(one.en.endswith("brackets: 古恰 (2024-02)") for one in sentences(kept.detail))
    shares = [share.counted for share in find_sections(make_area(), Month(2024, 3), until=NOW.date()).shares]
    assert [(one.good, one.assessed) for one in shares] == [(5, 6), (5, 5)]
    assert not Computation.objects.filter(month__gt="2024-03-01", numerator__isnull=False).exists()


def test_the_class_of_last_year_is_not_carried() -> None:
    make_feed(make_indicator("surface-water", combination="newest", counts_days=False), "water_share")
    make_section_month(make_section("古恰"), "2023-12", 6, 6)
    recompute([make_section_month(make_section("肇源"), "2024-01", 3, 3)], by=None, now=NOW)
    kept = Computation.objects.get(month="2024-01-01")
    assert [kept.numerator, kept.denominator] == [1, 1]
    assert kept.detail["left_out"] == {"no_sample": ["古恰"]}


def test_where_no_source_asks_nothing_is_computed() -> None:
    assert recompute([make_month(OCTOBER, 20)], by=None, now=NOW) == []
    assert not Computation.objects.exists()


def test_the_history_keeps_every_computation(october: Feed) -> None:
    spoil("2024-10-01")
    recompute([city_place(OCTOBER)], by=None, now=LATER)
    kept = Computation.objects.get(indicator=october.indicator).events.order_by("pgh_id")  # type: ignore[attr-defined]
    assert [(event.numerator, event.changed_at) for event in kept] == [(20, NOW), (19, LATER)]


def test_queries_do_not_grow_with_the_months_of_a_year(october: Feed) -> None:
    def count(months: list[str]) -> int:
        touched = [make_month(month, 20) for month in months]
        with CaptureQueriesContext(connection) as seen:
            recompute(touched, by=None, now=NOW)
        return len(seen)

    assert (count(["2024-01"]), count(["2024-02", "2024-03", "2024-04", "2024-05"])) == (20, 20)
