"""Laws that hold of any record: brute force agrees, proofs never revert, order and splitting change nothing."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from targets.evaluation.aggregate import total
from targets.evaluation.model import Attainability, Direction, GoalRule, IndicatorRule, MonthFigure
from targets.evaluation.rounding import meets
from targets.periods import Month
from tests.targets.evaluation.cases import DAYS, MEAN, SECTIONS, WATER, at, few, figure, goal, moderate, year

Counts = list[tuple[int, int] | None]
PROVED = (Attainability.SECURED, Attainability.OUT_OF_REACH)

targets = st.decimals(min_value=0, max_value=101, places=1)
signs = st.sampled_from([">=", "<="])
places = st.sampled_from([None, 0, 1])


def month_counts(number: int, code: int) -> tuple[int, int] | None:
    """Good and valid days of a month, read from one number: blank, few bad days or many."""
    if code < 0:
        return None
    valid = min(code % 32, Month(2024, number).days)
    bad = min(code // 32 % 8 if code < 1024 else code // 32 % 32, valid)
    return valid - bad, valid


def years(least: int = 0, most: int = 12) -> st.SearchStrategy[Counts]:
    """The first months of a year, some of them blank."""
    codes = st.lists(st.integers(min_value=-200, max_value=2047), min_size=least, max_size=most)
    return codes.map(lambda listed: [month_counts(number, code) for number, code in enumerate(listed, start=1)])


def rules(indicator: IndicatorRule) -> st.SearchStrategy[GoalRule]:
    return st.builds(
        lambda sign, target, decimals: goal(indicator, sign, target, decimals=decimals), signs, targets, places
    )


any_rule = st.sampled_from([DAYS, MEAN, SECTIONS, WATER]).flatmap(rules)


def share_if(rule: GoalRule, numerator: Fraction, denominator: Fraction) -> bool:
    return meets(100 * numerator / denominator, rule)


@moderate
@given(rule=rules(DAYS), counts=years(most=11))
def test_the_proof_of_a_share_agrees_with_every_possible_rest(rule: GoalRule, counts: Counts) -> None:
    """Each number of good days among the open ones is tried."""
    evaluation = at(rule, year(counts), 11)
    numerator, denominator = Fraction(evaluation.numerator or 0), Fraction(evaluation.denominator or 0)
    assume(denominator)
    open_days = evaluation.proof.open_units
    expected = denominator + open_days
    outcomes = [share_if(rule, numerator + rest, expected) for rest in range(open_days + 1)]
    told = {True: Attainability.SECURED, False: Attainability.OUT_OF_REACH}
    assert evaluation.attainability is (told[outcomes[0]] if len(set(outcomes)) == 1 else Attainability.ATTAINABLE)
    at_least = rule.direction is Direction.AT_LEAST
    from_good = outcomes if at_least else outcomes[::-1]  # by the number of open days on the good side
    needed = next((good for good, met in enumerate(from_good) if met), None)
    found = evaluation.required
    assert (int(found.value) if found else None) == (needed or None)
    allowed = [
        bad
        for bad in range(int(expected) + 1)
        if share_if(rule, expected - bad if at_least else Fraction(bad), expected)
    ]
    budget = evaluation.budget
    assert (budget.allowed if budget else None) == (max(allowed) if allowed else None)
    if budget:
        assert budget.used == (denominator - numerator if at_least else numerator)


@moderate
@given(rule=rules(MEAN), counts=years(most=11))
def test_the_proof_of_a_mean_agrees_with_the_rests_that_can_be(rule: GoalRule, counts: Counts) -> None:
    evaluation = at(rule, year(counts), 11)
    total_sum, denominator = Fraction(evaluation.numerator or 0), Fraction(evaluation.denominator or 0)
    assume(denominator)
    open_days = evaluation.proof.open_units

    def met(rest: Fraction | Decimal) -> bool:
        return meets((total_sum + Fraction(rest) * open_days) / (denominator + open_days), rule)

    at_most = rule.direction is Direction.AT_MOST
    expected = Attainability.OUT_OF_REACH if at_most else Attainability.SECURED
    assert (evaluation.attainability is expected) == (met(Fraction(0)) is not at_most)
    found = evaluation.required
    if found is None:
        assert evaluation.attainability in PROVED
        return
    step = Decimal("0.1")
    assert met(found.value)
    assert not met(found.value + (step if at_most else -step))
    assert abs(found.exact - Fraction(found.value)) <= Fraction(step)


@moderate
@given(rule=rules(SECTIONS), of=st.integers(min_value=1, max_value=12), data=st.data())
def test_what_a_stock_requires_agrees_with_brute_force(rule: GoalRule, of: int, data: st.DataObject) -> None:
    good = data.draw(st.integers(min_value=0, max_value=of))
    found = at(rule, [figure("2024-05", good, of)], 5).required
    after = range(good, of + 1) if rule.direction is Direction.AT_LEAST else range(good, -1, -1)
    needed = next((change for change, count in enumerate(after) if share_if(rule, Fraction(count), Fraction(of))), None)
    assert (int(found.value) if found else None) == (needed or None)


@moderate
@given(rule=rules(WATER), counts=years(least=1, most=11), rest=st.integers(min_value=1, max_value=10**9))
def test_no_rest_of_a_sum_contradicts_the_proof(rule: GoalRule, counts: Counts, rest: int) -> None:
    evaluation = at(rule, year(counts), 11)
    numerator, denominator = Fraction(evaluation.numerator or 0), Fraction(evaluation.denominator or 0)
    assume(denominator)
    ends = {share_if(rule, numerator + good, denominator + rest) for good in (0, rest // 2, rest)}
    if evaluation.attainability is Attainability.SECURED:
        assert ends == {True}
    if evaluation.attainability is Attainability.OUT_OF_REACH:
        assert ends == {False}


@few
@given(rule=any_rule, counts=years(least=12))
def test_proofs_never_revert_as_the_year_goes_on(rule: GoalRule, counts: Counts) -> None:
    full = [pair if pair is not None else (0, 1) for pair in counts]
    states = [at(rule, year(full), month).attainability for month in range(1, 13)]
    for earlier, later in pairwise(states):
        assert earlier not in PROVED or later is earlier


@few
@given(rule=any_rule, counts=years(least=11, most=11), order=st.permutations(range(11)))
def test_proofs_never_revert_as_late_months_arrive(rule: GoalRule, counts: Counts, order: list[int]) -> None:
    assume(rule.indicator is not SECTIONS)
    figures = year([pair if pair is not None else (1, 1) for pair in counts])
    arrived: list[MonthFigure] = []
    proved: Attainability | None = None
    for place in order:
        arrived.append(figures[place])
        state = at(rule, arrived, 11).attainability
        assert proved is None or state is proved
        proved = state if state in PROVED else None


@moderate
@given(rule=any_rule, counts=years(), month=st.integers(min_value=1, max_value=12), data=st.data())
def test_the_order_of_the_figures_never_matters(
    rule: GoalRule, counts: Counts, month: int, data: st.DataObject
) -> None:
    figures = [*year(counts), *year(counts, 2023)]
    assert at(rule, data.draw(st.permutations(figures)), month) == at(rule, figures, month)


@moderate
@given(counts=years(least=1), at_day=st.integers(min_value=0, max_value=31), scale=st.sampled_from([1, 100]))
def test_splitting_a_month_into_two_never_changes_a_sum(counts: Counts, at_day: int, scale: int) -> None:
    figures = year(counts)
    assume(figures)
    first, *rest = figures
    part = replace(
        first, numerator=min(first.numerator, Decimal(at_day)), denominator=min(first.denominator, Decimal(at_day))
    )
    other = replace(first, numerator=first.numerator - part.numerator, denominator=first.denominator - part.denominator)
    assert total([*rest, other, part], scale) == total(figures, scale)


def one_more_good(pair: tuple[int, int], *, found: bool) -> tuple[int, int]:
    """A day turned good, or a day found that was lost, and good."""
    return (pair[0] + 1, pair[1] + 1 if found else pair[1])


@moderate
@given(
    target=targets,
    decimals=places,
    counts=years(least=1),
    place=st.integers(min_value=0, max_value=11),
    found=st.booleans(),
)
def test_a_good_day_added_never_worsens(
    *, target: Decimal, decimals: int | None, counts: Counts, place: int, found: bool
) -> None:
    pair = counts[place % len(counts)]
    assume(pair is not None and (found or pair[0] < pair[1]))
    assert pair is not None
    better = list(counts)
    better[place % len(counts)] = one_more_good(pair, found=found)
    rule = goal(DAYS, ">=", target, decimals=decimals)
    before, after = at(rule, year(counts), len(counts)), at(rule, year(better), len(counts))
    assert after.value is not None
    assert before.value is None or after.value >= before.value
    assert after.status.rank >= before.status.rank or before.value is None
    rest = (before.required.value if before.required else 0, after.required.value if after.required else 0)
    if before.attainability is Attainability.ATTAINABLE:
        assert rest[1] <= rest[0]


@moderate
@given(target=targets, counts=years(least=1), less=st.integers(min_value=0, max_value=50))
def test_cleaner_air_never_worsens(target: Decimal, counts: Counts, less: int) -> None:
    """The mirror for an upper limit: a smaller sum of the same days."""
    rule = goal(MEAN, "<=", target)
    worse = [None if pair is None else (pair[0] + less, pair[1]) for pair in counts]
    before, after = at(rule, year(worse), len(counts)), at(rule, year(counts), len(counts))
    assert after.status.rank >= before.status.rank
    if before.required and after.required:
        assert after.required.exact >= before.required.exact
