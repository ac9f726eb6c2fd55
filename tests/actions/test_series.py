"""A task's months: the last report at or before each month's end, whatever was reported in which order."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from actions.series import monthly, steps

OCTOBER = date(2024, 10, 31)


def values(reports: list[tuple[date, int]], on: date = OCTOBER, year: int = 2024) -> list[int | None]:
    return [point.progress for point in monthly(reports, year, on)]


def test_months_before_the_first_report_are_blank_and_not_0() -> None:
    assert values([(date(2024, 3, 31), 0), (date(2024, 5, 2), 40)], date(2024, 6, 30)) == [None, None, 0, 0, 40, 40]
    assert values([], date(2024, 2, 29)) == [None, None]


def test_the_last_report_of_a_month_counts() -> None:
    reports = [(date(2024, 1, 31), 30), (date(2024, 1, 2), 10), (date(2024, 2, 1), 35)]
    assert values(reports, date(2024, 2, 29)) == [30, 35]
    assert [point.is_new for point in monthly(reports, 2024, date(2024, 3, 31))] == [True, True, False]


def test_a_later_report_for_an_earlier_month_leaves_the_later_ones() -> None:
    before = [(date(2024, 2, 29), 20), (date(2024, 4, 30), 60)]
    after = [*before, (date(2024, 3, 31), 50)]
    assert values(before, date(2024, 5, 31)) == [None, 20, 20, 60, 60]
    assert values(after, date(2024, 5, 31)) == [None, 20, 50, 60, 60]


def test_the_month_of_the_day_is_seen_from_the_day() -> None:
    reports = [(date(2024, 10, 1), 10), (date(2024, 10, 20), 90)]
    assert values(reports, date(2024, 10, 19))[-1] == 10
    assert values([(date(2023, 12, 31), 70)], date(2024, 1, 1)) == [70]
    assert values(reports, date(2023, 12, 31)) == []
    assert len(values(reports, date(2025, 3, 1))) == 12


def test_the_line_breaks_where_nothing_was_reported() -> None:
    points = monthly([(date(2024, 2, 29), 0), (date(2024, 3, 31), 100)], 2024, date(2024, 3, 31))
    assert steps(points) == ("8.0,20.0 16.0,20.0 16.0,2.0 24.0,2.0",)
    assert steps(monthly([], 2024, OCTOBER)) == ()


REPORTS = st.dictionaries(st.dates(date(2024, 1, 1), date(2024, 12, 31)), st.integers(0, 100), max_size=8)


@given(reports=REPORTS, new=st.dates(date(2024, 1, 1), date(2024, 12, 31)), progress=st.integers(0, 100))
def test_a_report_changes_no_month_before_it_and_none_after_the_next(
    reports: dict[date, int], new: date, progress: int
) -> None:
    end = date(2024, 12, 31)
    before, after = (values(list(one.items()), end) for one in (reports, reports | {new: progress}))
    following = min((day for day in reports if day > new), default=end)
    assert before[: new.month - 1] == after[: new.month - 1]
    assert following == end or before[following.month - 1 :] == after[following.month - 1 :]
