"""Class of samples: mean per item, then the worst item; main pollutants; the laws of both."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.standards.surface_water import (
    Assessment,
    Mean,
    Measured,
    Sample,
    assess,
    assess_samples,
    exceedance_multiple,
    mean_exactly,
    means_of,
    shown_multiple,
)
from targets.standards.surface_water_table import EVALUATED, TABLE, Rule, WaterBody, WaterClass, WaterItem
from tests.targets.evaluation.cases import moderate

CLEAN = {item: Decimal(8) if item in (WaterItem.PH, WaterItem.DO) else Decimal(0) for item in EVALUATED}


def values(**of: str) -> dict[WaterItem, Decimal]:
    """``values(codmn="4.1")``: one value per item."""
    return {WaterItem(key): Decimal(text) for key, text in of.items()}


def sample(**of: str | None) -> Sample:
    """``sample(nh3n="<0.025", tp=None)``: not detected below a limit; no value."""
    return {
        WaterItem(key): None if text is None else Measured(Decimal(text.lstrip("<")), text.startswith("<"))
        for key, text in of.items()
    }


def told(assessment: Assessment) -> list[tuple[str, int, str | None]]:
    """The main pollutants as a report would print them."""
    return [
        (one.item.value, int(one.water_class), None if one.multiple is None else str(shown_multiple(one.multiple)))
        for one in assessment.main_pollutants
    ]


@pytest.mark.parametrize(
    ("ph", "do", "codmn", "nh3n", "tp"),
    [
        ("7.5", "13.67", "4.10", "0.156", "0.040"),  # 肇源, 2026-02-04
        ("6.92", "11.08", "4.71", "0.109", "0.026"),  # 嫩江口内, the same day
    ],
)
def test_two_published_sections_are_class_iii_by_their_permanganate_index(
    ph: str, do: str, codmn: str, nh3n: str, tp: str
) -> None:
    found = assess(values(ph=ph, do=do, codmn=codmn, nh3n=nh3n, tp=tp))
    assert found.water_class is WaterClass.III
    assert found.deciding == (WaterItem.CODMN,)
    assert found.main_pollutants == ()
    assert len(found.missing) == 16


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"ph": "5.9"}, 6),
        ({"cod": "15.0"}, 1),
        ({"cod": "15.01"}, 3),  # the limits of I and II are equal
        ({"fcoli": "50000"}, 1),
        ({"tn": "9"}, 1),
        ({"temp": "35"}, 1),
        ({"do": "7.4"}, 2),
        ({"do": "1.9"}, 6),
        ({"hg": "0.00006"}, 3),
    ],
)
@pytest.mark.parametrize("body", WaterBody)
def test_one_changed_item_of_clean_water(changed: dict[str, str], expected: int, body: WaterBody) -> None:
    found = assess(CLEAN | values(**changed), body)
    assert found.water_class == expected
    assert found.missing == ()


def test_phosphorus_is_judged_more_strictly_in_still_water() -> None:
    given_ = values(tp="0.06")
    classes = [assess(given_, body).water_class for body in (WaterBody.RIVER, WaterBody.LAKE, WaterBody.RESERVOIR)]
    assert classes == [WaterClass.II, WaterClass.IV, WaterClass.IV]


@pytest.mark.parametrize("given_", [{}, {"temp": "3"}, {"tn": "0.1", "fcoli": "10"}])
def test_without_any_of_the_21_items_there_is_no_class(given_: dict[str, str]) -> None:
    found = assess(values(**given_), WaterBody.LAKE)
    assert (found.water_class, found.deciding, found.missing) == (None, (), EVALUATED)
    assert [one.item.value for one in found.items] == list(given_)


def test_items_outside_the_class_are_shown_with_theirs_and_pollute_nothing() -> None:
    found = assess(values(codmn="1", tn="9", fcoli="50000"), WaterBody.LAKE)
    assert [(one.item.value, one.water_class, one.decides) for one in found.items] == [
        ("codmn", 1, True),
        ("tn", 6, False),
        ("fcoli", 6, False),
    ]
    assert (found.water_class, found.main_pollutants) == (WaterClass.I, ())


def test_what_is_left_out_neither_decides_nor_pollutes_but_is_listed() -> None:
    found = assess(values(codmn="12", cod="35", nh3n="0.6"), left_out=[WaterItem.CODMN, WaterItem.COD, WaterItem.TP])
    assert (found.water_class, found.main_pollutants) == (WaterClass.III, ())
    assert found.left_out == (WaterItem.CODMN, WaterItem.COD)
    assert assess(values(codmn="12"), left_out=[WaterItem.CODMN]).water_class is None


def test_the_mean_comes_first_and_the_class_after() -> None:
    samples = [sample(nh3n="0.4", tp="0.1"), sample(nh3n="1.4", tp=None), sample(nh3n="1.2")]
    assert assess_samples(samples[:2]).water_class is WaterClass.III  # IV in the second sample alone
    assert assess_samples(samples).water_class is WaterClass.III  # exactly 1.0
    assert means_of(samples)[WaterItem.TP] == Mean(Fraction(1, 10), readings=1)  # over those that have it


def test_zero_is_a_value_and_blank_is_none() -> None:
    assert means_of([sample(nh3n="0"), sample(nh3n="1")])[WaterItem.NH3N].value == Fraction(1, 2)
    assert means_of([sample(nh3n=None), {}]) == {}
    assert assess_samples([]).water_class is None


def test_not_detected_is_half_the_detection_limit() -> None:
    mean = means_of([sample(nh3n="<0.025"), sample(nh3n="0.1"), sample(nh3n="<0.025")])[WaterItem.NH3N]
    assert mean == Mean(Fraction("0.125") / 3, readings=3, not_detected=2)
    assert Measured(Decimal("0.025")).for_mean == Fraction("0.025")
    # Half of a limit of detection above class I is class I, the whole would be II.
    assert assess_samples([sample(nh3n="<0.2")]).water_class is WaterClass.I


def test_ph_is_averaged_as_a_number() -> None:
    assert means_of([sample(ph="6"), sample(ph="9")])[WaterItem.PH].value == Fraction("7.5")
    assert assess_samples([sample(ph="5.8"), sample(ph="6.2")]).water_class is WaterClass.I


@pytest.mark.parametrize(("value", "not_detected"), [("NaN", False), ("Infinity", False), ("0", True), ("-1", True)])
def test_no_reading_of_nonsense(value: str, *, not_detected: bool) -> None:
    with pytest.raises(ValueError, match=r"not a reading|above zero"):
        Measured(Decimal(value), not_detected)
    with pytest.raises(TypeError, match="exact"):
        Measured(0.025)  # type: ignore[arg-type]


def test_no_mean_of_nothing() -> None:
    with pytest.raises(ValueError, match="nothing"):
        mean_exactly([])


@pytest.mark.parametrize(
    ("item", "value", "multiple"),
    [
        ("codmn", "6", None),
        ("codmn", "9", "0.5"),
        ("codmn", "6.3", "0.0"),  # 0.05, half to even
        ("codmn", "6.9", "0.2"),  # 0.15, half to even
        ("nh3n", "3.5", "2.5"),
        ("do", "0", None),
        ("ph", "3", None),
        ("temp", "40", None),
        ("tn", "9", None),  # no limit in rivers
    ],
)
def test_how_many_times_above_class_iii(item: str, value: str, multiple: str | None) -> None:
    found = exceedance_multiple(WaterItem(item), Decimal(value))
    assert (None if found is None else str(shown_multiple(found))) == multiple


def test_the_multiple_is_exact_and_follows_the_body_of_water() -> None:
    assert exceedance_multiple(WaterItem.CODMN, 7) == Fraction(1, 6)
    assert exceedance_multiple(WaterItem.TP, Decimal("0.1"), WaterBody.LAKE) == 1
    assert exceedance_multiple(WaterItem.TP, Decimal("0.1")) is None


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({"codmn": "6"}, []),
        ({"codmn": "6.1"}, [("codmn", 4, "0.0")]),
        # The worst class first, whatever its multiple; then the larger multiple.
        ({"hg": "0.001", "nh3n": "1.9", "cod": "39"}, [("cod", 5, "1.0"), ("nh3n", 5, "0.9"), ("hg", 4, "9.0")]),
        # Equal in both: the table's order.
        (
            {"tp": "0.3", "nh3n": "1.5", "cod": "30", "bod5": "6"},
            [("cod", 4, "0.5"), ("bod5", 4, "0.5"), ("nh3n", 4, "0.5")],
        ),
        # Named without a multiple, after those of the same class that have one.
        ({"ph": "9.5", "do": "3.5", "nh3n": "1.1"}, [("ph", 6, None), ("nh3n", 4, "0.1"), ("do", 4, None)]),
        (
            {"do": "4", "codmn": "7", "cod": "21", "tp": "0.21"},
            [("codmn", 4, "0.2"), ("cod", 4, "0.0"), ("tp", 4, "0.0")],
        ),
    ],
)
def test_the_main_pollutants(given_: dict[str, str], expected: list[tuple[str, int, str | None]]) -> None:
    assert told(assess(values(**given_))) == expected


amounts = st.fractions(min_value=0, max_value=50, max_denominator=10**5)
waters = st.dictionaries(st.sampled_from(WaterItem), amounts, min_size=1)
readings = st.builds(
    Measured, st.decimals(min_value=Decimal("0.001"), max_value=50, places=3), not_detected=st.booleans()
)
sampled = st.lists(st.dictionaries(st.sampled_from(WaterItem), st.none() | readings, max_size=6), max_size=6)


@moderate
@given(water=waters, data=st.data(), body=st.sampled_from(WaterBody))
def test_one_value_made_worse_never_improves_the_class(
    water: dict[WaterItem, Fraction], data: st.DataObject, body: WaterBody
) -> None:
    item = data.draw(st.sampled_from(sorted(water)))
    rule, step = TABLE[item].rule, data.draw(amounts)
    if rule is Rule.RANGE:  # away from the middle of the range
        worse = water[item] + step if water[item] >= Fraction("7.5") else max(water[item] - step, Fraction(0))
    else:
        worse = max(water[item] - step, Fraction(0)) if rule is Rule.AT_LEAST else water[item] + step
    before, after = (assess(one, body).water_class for one in (water, water | {item: worse}))
    assert (before is None) is (after is None)
    assert before is None or after is None or after >= before


@moderate
@given(water=waters, left_out=st.sets(st.sampled_from(WaterItem)))
def test_leaving_out_never_worsens_and_the_class_is_that_of_its_worst_item(
    water: dict[WaterItem, Fraction], left_out: set[WaterItem]
) -> None:
    raw, adjusted = assess(water), assess(water, left_out=left_out)
    alone = [assess({item: value}).water_class for item, value in water.items()]
    assert raw.water_class == max((one for one in alone if one is not None), default=None)
    assert adjusted.water_class is None or (raw.water_class or 0) >= adjusted.water_class
    assert set(raw.missing) == set(EVALUATED) - set(water)
    assert len(raw.main_pollutants) <= 3
    assert bool(raw.main_pollutants) is (raw.water_class is not None and not raw.water_class.is_good)


@moderate
@given(samples=sampled, data=st.data())
def test_the_order_of_samples_does_not_matter_and_the_mean_is_exact(
    samples: list[dict[WaterItem, Measured | None]], data: st.DataObject
) -> None:
    means = means_of(samples)
    assert means_of(data.draw(st.permutations(samples))) == means
    assert assess_samples(samples) == assess({item: mean.value for item, mean in means.items()})
    for item, mean in means.items():
        found = [reading for one in samples if (reading := one.get(item)) is not None]
        whole = sum(Fraction(one.value) * (1 if one.not_detected else 2) for one in found)
        assert mean.value * 2 * len(found) == whole
