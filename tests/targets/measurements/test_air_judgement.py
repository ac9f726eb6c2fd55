"""The AQI as it is kept with a day: the same as the standard's own function says, for either version."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.measurements.air_columns import FIELDS
from targets.measurements.air_judgement import INDICES, ITEMS, Judge
from targets.standards.aqi import daily_aqi, standard_for

amounts = st.none() | st.integers(0, 90_000).map(lambda number: Decimal(number) / 10)
days = st.sampled_from([date(2016, 1, 1), date(2024, 12, 31), date(2026, 2, 28), date(2026, 3, 1)])


@given(
    day=days,
    values=st.lists(amounts, min_size=7, max_size=7),
    absent=st.sets(st.sampled_from(FIELDS), max_size=3),
    as_text=st.booleans(),
)
def test_equals_the_standard(day: date, values: list[Decimal | None], absent: set[str], *, as_text: bool) -> None:
    given_ = [None if field in absent else value for field, value in zip(FIELDS, values, strict=True)]
    judged = Judge(absent)(day, [None if one is None else str(one) for one in given_] if as_text else given_)
    by_item = dict(zip(ITEMS.values(), given_, strict=True))
    expected = daily_aqi(by_item, standard_for(day), never_supplied=[ITEMS[field] for field in absent])
    assert (judged.standard, judged.aqi) == (expected.standard.code, expected.aqi)
    assert judged.primary == "+".join(expected.primary)
    assert judged.never_supplied == "+".join(expected.never_supplied)
    assert dict(zip(INDICES, judged.indices, strict=True)) == {
        name: expected.sub_indices.get(item) for name, item in zip(INDICES, ITEMS.values(), strict=True)
    }


def test_2024_is_never_judged_by_the_table_of_2026() -> None:
    values, judge = ["70", None, None, None, None, None, None], Judge(FIELDS[1:])
    assert [judge(day, values).aqi for day in (date(2024, 5, 1), date(2026, 3, 1))] == [94, 110]


def test_a_value_of_what_is_never_supplied_is_refused() -> None:
    with pytest.raises(ValueError, match="never supplied"):
        Judge(["co"])(date(2024, 5, 1), ["1"] * 7)
