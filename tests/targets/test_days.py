"""A day is read as people type it, or refused with an example."""

from datetime import date

import pytest

from targets.days import DayError, read_day


@pytest.mark.parametrize(
    "text",
    ["2024-10-31", " 2024/10/31 ", "2024.10.31", "2024年10月31日", "２０２４－１０－３１", "2024 年 10 月 31 日"],
)
def test_a_day(text: str) -> None:
    assert read_day(text) == date(2024, 10, 31)


@pytest.mark.parametrize(
    "text", ["", " ", "2024-11-31", "31.10.2024", "2024-10", "tomorrow", "2024-10-31x", "0000-01-01"]
)
def test_no_day(text: str) -> None:
    with pytest.raises(DayError) as error:
        read_day(text)
    assert "2024-10-31" in error.value.sentence.zh
    assert "2024-10-31" in error.value.sentence.en
