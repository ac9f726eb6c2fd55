"""Why a goal's light changed: what the evaluation took before and after one step of the record, compared. Pure.

A step is one batch of the record (everything of one table at one moment) or the passing of a month. Its cause is read
off what the evaluation took, not off what somebody wrote about it, so that a changed light always has one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum

from targets.evaluation.model import GoalEvaluation, GoalRule, MonthFigure
from targets.periods import Month
from targets.texts import Text


class Cause(StrEnum):
    """Why an evaluation is another one than before."""

    NEW_DATA = "new_data"
    CORRECTED_DATA = "corrected_data"  # also: taken back
    TARGET_EDITED = "target_edited"
    RULE_EDITED = "rule_edited"
    MONTH_PASSED = "month_passed"
    OTHER_CITIES = "other_cities"  # their months moved the forecast


class Table(StrEnum):
    """What a batch of the record is of."""

    FIGURES = "figures"
    GOAL = "goal"
    AREA_TARGETS = "area_targets"
    INDICATOR = "indicator"
    PLAN = "plan"
    NEIGHBOURS = "neighbours"  # other cities' figures, from which the forecast learns
    CALENDAR = "calendar"  # no batch at all: a month passed


@dataclass(frozen=True)
class Part:
    """A figure that counts: whose, and the month's."""

    area: Text | None  # None: the city's own
    figure: MonthFigure

    @property
    def amounts(self) -> tuple[Decimal | None, ...]:
        """What the value is made of; review, origin and notes are not."""
        one = self.figure
        return one.numerator, one.denominator, one.month_numerator, one.month_denominator


Parts = Mapping[tuple[str, Month], Part]  # by the area's code, empty for the city's own, and month


@dataclass(frozen=True)
class Stand:
    """What one goal's evaluation took at a moment, and what came of it."""

    evaluation: GoalEvaluation
    parts: Parts
    area_targets: Mapping[str, Decimal]
    area_names: Mapping[str, Text]

    @property
    def rule(self) -> GoalRule:
        return self.evaluation.rule


@dataclass(frozen=True)
class Given:
    """What of the figures is another than before, in the order of months."""

    added: tuple[Part, ...] = ()
    corrected: tuple[tuple[Part, Part], ...] = ()  # before, after
    withdrawn: tuple[Part, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.corrected or self.withdrawn)


@dataclass(frozen=True)
class Step:
    """One step of the record. ``before`` None: the goal was not on record yet; ``after`` None: no longer."""

    on: date
    table: Table
    before: Stand | None
    after: Stand | None

    @property
    def given(self) -> Given:
        """What of the figures is another than before."""
        old = self.before.parts if self.before else {}
        new = self.after.parts if self.after else {}
        by_month = sorted(old.keys() | new.keys(), key=lambda key: (key[1], key[0]))
        both = [(old[key], new[key]) for key in by_month if key in old and key in new]
        return Given(
            tuple(new[key] for key in by_month if key not in old),
            tuple(pair for pair in both if pair[0].amounts != pair[1].amounts),
            tuple(old[key] for key in by_month if key not in new),
        )

    @property
    def cause(self) -> Cause:
        if self.table is Table.FIGURES:
            given = self.given
            return Cause.CORRECTED_DATA if given.corrected or given.withdrawn else Cause.NEW_DATA
        if self.table is Table.CALENDAR:
            return Cause.MONTH_PASSED
        if self.table is Table.NEIGHBOURS:
            return Cause.OTHER_CITIES
        if self.table is Table.AREA_TARGETS or (self.table is Table.GOAL and self.has_other_target):
            return Cause.TARGET_EDITED
        return Cause.RULE_EDITED

    @property
    def has_other_target(self) -> bool:
        """Whether the target itself was edited, set or taken away."""
        if self.before is None or self.after is None:
            return True
        old, new = self.before.rule, self.after.rule
        return (old.target, old.direction) != (new.target, new.direction)

    @property
    def changes_lamp(self) -> bool:
        """Whether there was a lamp that is another now; the first of all is no change."""
        return self.before is not None and self._differs("status")

    @property
    def changes_value(self) -> bool:
        return self._differs("value")

    @property
    def has_effect(self) -> bool:
        """Whether status, value or attainability are others than before."""
        return self._differs("status") or self.changes_value or self._differs("attainability")

    def _differs(self, name: str) -> bool:
        old, new = (None if stand is None else getattr(stand.evaluation, name) for stand in (self.before, self.after))
        return (self.before is None) != (self.after is None) or old != new

    @property
    def touches(self) -> bool:
        """Whether anything that the evaluation takes changed, or that an area is held to."""
        if self.before is None or self.after is None:
            return self.before is not self.after
        return bool(self.given) or self.has_effect or bool(self.edited) or self.edited_areas != ()

    @property
    def edited(self) -> tuple[str, ...]:
        """The names of the rule's fields that are others than before, the target and its direction first."""
        if self.before is None or self.after is None:
            return ()
        old, new = self.before.rule, self.after.rule
        own = [one.name for one in fields(GoalRule) if one.name != "indicator"]
        found = [name for name in own if getattr(old, name) != getattr(new, name)]
        measured = [one.name for one in fields(old.indicator)]
        return (*found, *(name for name in measured if getattr(old.indicator, name) != getattr(new.indicator, name)))

    @property
    def edited_areas(self) -> tuple[tuple[Text, Decimal | None, Decimal | None], ...]:
        """Areas whose own target is another than before, with both."""
        old = self.before.area_targets if self.before else {}
        new = self.after.area_targets if self.after else {}
        names = dict(self.before.area_names if self.before else {}) | dict(self.after.area_names if self.after else {})
        return tuple(
            (names[code], old.get(code), new.get(code))
            for code in names
            if code in old.keys() | new.keys() and old.get(code) != new.get(code)
        )
