"""A section's months: the mean first, then the worst item; ice; natural background both ways."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from targets.measurements.section_months import Circumstances, Facts, facts_again, facts_of, rows_of_year
from targets.measurements.water_cells import class_of_sample, measured, reading, sample_of
from targets.periods import Month, months_of
from targets.standards.surface_water import assess_samples
from targets.standards.surface_water_period import Background
from targets.standards.surface_water_table import WaterBody, WaterItem

PLAIN = Circumstances()


def months(*texts: str | None, item: str = "codmn", first: int = 1) -> dict[Month, Facts]:
    """One sample a month of 2024, from the first on; None: a report without values, blank: nothing on record."""
    return {
        Month(2024, number): facts_of([({item: text} if text else {}, False)])
        for number, text in enumerate(texts, first)
        if text != ""
    }


def classes(facts: dict[Month, Facts], about: Circumstances = PLAIN) -> list[tuple[int | None, int | None]]:
    return [(row["water_class"], row["cumulative_class"]) for row in rows_of_year(facts, about).values()]


def test_a_bad_month_of_a_good_year_and_the_reverse() -> None:
    assert classes(months("4", "9", "4")) == [(2, 2), (4, 4), (2, 3)]
    assert classes(months("9", "5")) == [(4, 4), (3, 4)]


def test_the_mean_is_that_of_months_not_of_samples() -> None:
    facts = {
        Month(2024, 1): facts_of([({"codmn": "7"}, True)]),
        Month(2024, 2): facts_of([({"codmn": text}, True) for text in ("4", "5", "6", "5")]),
    }
    row = rows_of_year(facts, PLAIN)[Month(2024, 2)]
    assert (row["means"], row["cumulative_means"]) == ({"codmn": "5"}, {"codmn": "6"})
    assert (row["samples"], row["state"], row["cumulative_class"], row["cumulative_months"]) == (4, "reviewed", 3, 2)


def test_means_are_exact_and_what_is_not_detected_counts_half() -> None:
    facts = facts_of([({"nh3n": "<0.025", "cond": "300"}, True), ({"nh3n": "0.1"}, False), ({}, False)])
    row = rows_of_year({Month(2024, 5): facts}, PLAIN)[Month(2024, 5)]
    assert (row["means"], row["samples"], row["state"]) == ({"nh3n": "9/160"}, 2, "provisional")
    assert facts_again(row["means"], 2, is_reviewed=False) == facts


def test_main_pollutants_with_their_exact_multiples() -> None:
    facts = facts_of([({"codmn": "7.8", "do": "4", "tp": "0.3", "nh3n": "0.2"}, True)])
    row = rows_of_year({Month(2024, 5): facts}, PLAIN)[Month(2024, 5)]
    assert row["water_class"] == 4
    assert row["main"] == [["tp", "1/2"], ["codmn", "3/10"], ["do", None]]


def test_a_month_without_a_value_has_no_class_of_its_own_but_the_year_so_far() -> None:
    assert classes(months(None, "7", None)) == [(None, None), (4, 4), (None, 4)]
    assert [str(month) for month in rows_of_year(months("5", "", "5"), PLAIN)] == ["2024-01", "2024-03"]


def test_frozen_months_are_on_record_without_a_sample_and_one_sampled_all_the_same_counts() -> None:
    ice = Circumstances(frozen={Month(2024, number): "冰封" for number in (1, 2, 12)})
    rows = rows_of_year(months("5", first=2), ice)
    assert [(str(month), row["is_frozen"], row["water_class"]) for month, row in rows.items()] == [
        ("2024-01", True, None), ("2024-02", False, 3), ("2024-12", True, None),
    ]  # fmt: skip
    assert rows[Month(2024, 12)]["cumulative_class"] == 3
    assert rows[Month(2024, 12)]["cumulative_months"] == 1


def test_natural_background_is_left_out_of_the_adjusted_classes_alone() -> None:
    humic = Background(frozenset({WaterItem.CODMN}), "腐殖质", "环水函〔2024〕1号", Month(2024, 2))
    facts = {month: facts_of([({"codmn": "9", "tp": "0.15"}, True)]) for month in months_of(2024)[:2]}
    rows = rows_of_year(facts, Circumstances(backgrounds=[humic]))
    january, february = rows.values()
    assert (january["water_class"], january["adjusted_class"]) == (4, 4)
    assert (february["water_class"], february["adjusted_class"]) == (4, 3)
    # Over two months it covers only one of: the year so far keeps the item.
    assert (february["cumulative_class"], february["cumulative_adjusted_class"]) == (4, 4)


def test_lakes_have_their_own_phosphorus() -> None:
    facts = {Month(2024, 5): facts_of([({"tp": "0.08"}, True)])}
    assert classes(facts) == [(2, 2)]
    assert classes(facts, Circumstances(body=WaterBody.LAKE)) == [(4, 4)]


texts = st.decimals(0, 60, places=3).map(lambda value: f"{value:f}") | st.decimals("0.001", 1, places=3).map(
    "<{:f}".format
)
samples = st.dictionaries(st.sampled_from([item.value for item in WaterItem if item not in ("ph", "do")]), texts)


@given(samples, st.sampled_from(WaterBody))
def test_the_fast_class_is_the_standard_s(values: dict[str, str], body: WaterBody) -> None:
    assert class_of_sample(values, body) == assess_samples([sample_of(values)], body).water_class


@given(st.permutations([{"codmn": "4.1"}, {"codmn": "7.25", "tp": "0.1"}, {"tp": "<0.01"}]))
def test_the_order_of_samples_does_not_matter(listed: list[dict[str, str]]) -> None:
    found = facts_of((values, True) for values in listed)
    assert found.means == {WaterItem.CODMN: Fraction("5.675"), WaterItem.TP: Fraction("0.0525")}


@given(st.decimals(0, 9999, places=4))
def test_a_reading_s_text_is_its_value(value: Decimal) -> None:
    text = reading("codmn", f" {value:f} ")
    assert text is not None
    assert measured(text).value == value
