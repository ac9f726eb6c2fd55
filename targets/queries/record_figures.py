"""How figures, their reviews and their sources are told in the record."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from targets.entry.cell import Cell, with_month
from targets.entry.told import numbers, value_text
from targets.evaluation.model import IndicatorRule
from targets.evaluation.words import ORIGIN_WORDS
from targets.models import Attachment, Review
from targets.periods import Month
from targets.queries.record import Source
from targets.queries.record_lines import DELETED, NOTHING, Line, Names, Piece, beside, is_deletion, line, same
from targets.texts import Text, both_halves

REVIEW_WORDS = {
    "draft": Text("草稿", "draft"),
    "submitted": Text("待审核", "submitted"),
    "returned": Text("退回", "returned"),
    "approved": Text("审核通过", "approved"),
}
VALUE, BLANK = Text("数值", "value"), Text("空白", "blank")
_YES = Text("是", "yes")


class Figures(Source):
    """Figures as they were given: first values, corrections, notes."""

    kind, word, model = "figures", Text("填报", "figure"), "targets.FigureEvent"
    goal, area, month = "indicator", "area", "month"
    texts = ("reason", "note", "review_note")
    corrects = True

    def wanted(self) -> Q:
        return ~_reviewed()

    def correcting(self, events: QuerySet[Any]) -> QuerySet[Any]:
        # The kind stays on the row while the correction waits, and after: a note or a resubmission corrects nothing.
        earlier = self.events.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
        before = earlier.order_by("-pgh_id")[:1].annotate(value=_VALUE_OF_EVENT).values("value")
        found: QuerySet[Any] = events.annotate(value=_VALUE_OF_EVENT, was=Subquery(before)).exclude(value=F("was"))
        return found

    def tell(self, event: Any, before: Any | None, names: Names) -> Line:
        indicator = names.indicators[event.indicator_id]
        area, month = names.areas[event.area_id], Month.of(event.month)
        told = line(
            self.word,
            event,
            names,
            what=indicator.short,
            area=area.name,
            month=str(month),
            pieces=_figure_pieces(event, before, names.rules[indicator.pk]),
            correction=event.correction if _is_new_value(event, before) else "",
            address=reverse("goal", args=[indicator.slug]) + f"?year={month.year}",
        )
        is_kept = before is not None and event.reason == before.reason and not _is_new_value(event, before)
        return replace(told, reason="") if is_kept else told  # said before, of the value that stays


class Reviews(Figures):
    """What reviewers did: approved, returned."""

    kind, word = "reviews", Text("审核", "review")
    corrects = False

    def wanted(self) -> Q:
        return _reviewed()


def _reviewed() -> Q:
    # A state is a review's where its change was made by the reviewer at the moment of the review.
    settled = Q(review__in=[Review.APPROVED, Review.RETURNED], reviewed_by__isnull=False)
    return settled & Q(reviewed_at=F("changed_at"), reviewed_by=F("changed_by")) & ~Q(pgh_label="insert")


def _is_new_value(event: Any, before: Any | None) -> bool:
    return before is None or Cell.of(event) != Cell.of(before)


_NUMBERS = tuple(one.name for one in fields(Cell))
# One text of all that makes a value, never null, so that two states are compared at once.
_VALUE_OF_EVENT = JSONObject(**{name: F(name) for name in _NUMBERS})


def _figure_pieces(event: Any, before: Any | None, rule: IndicatorRule) -> tuple[Piece, ...]:
    if is_deletion(event):
        return (Piece(VALUE, figure_text(event, rule), DELETED),)
    pairs = [
        (VALUE, lambda row: figure_text(row, rule)),
        (Text("当月数", "of the month by itself"), _own_month),
        (Text("审核状态", "state"), lambda row: REVIEW_WORDS[row.review]),
        (Text("退回意见", "reviewer's sentence"), lambda row: same(row.review_note)),
        (Text("备注", "note"), lambda row: both_halves(row.note)),
        (Text("来源", "origin"), lambda row: ORIGIN_WORDS[row.origin]),
        (Text("出处", "source"), lambda row: Text(row.source_zh, row.source_en)),
    ]
    return beside(pairs, event, before)


def figure_text(row: Any, rule: IndicatorRule) -> Text:
    """``90.32 % (28 / 31)``; blank where there is no value."""
    cell = Cell(row.numerator, row.denominator)
    if cell.is_blank:
        return BLANK
    value, parts = value_text(cell, rule), numbers(cell)
    return same(parts) if value is None else Text(f"{value.zh}（{parts}）", f"{value.en} ({parts})")


def whole_text(row: Any, rule: IndicatorRule) -> Text:
    """``83.33 % (5 / 6), in the month by itself 4 / 6``: with the month's own pair, where the value has one."""
    return with_month(figure_text(row, rule), row)


def _own_month(row: Any) -> Text:
    return same(numbers(Cell(row.month_numerator, row.month_denominator)))


class Sources(Source):
    """Files and links that back a figure."""

    kind, word, model = "sources", Text("佐证材料", "source of a figure"), "targets.AttachmentEvent"
    goal, area, month = "figure__indicator", "figure__area", "figure__month"
    texts = ("reason", "title", "link")

    def __init__(self) -> None:
        self.figures: dict[int, tuple[int, int, date]] = {}

    def prepare(self, events: Sequence[Any]) -> None:
        ids = {event.pgh_obj_id for event in events}
        rows = Attachment.objects.filter(pk__in=ids).order_by("pk")
        self.figures |= {
            row[0]: row[1:] for row in rows.values_list("pk", "figure__indicator", "figure__area", "figure__month")
        }

    def tell(self, event: Any, before: Any | None, names: Names) -> Line:
        indicator, area, month = self.figures.get(event.pgh_obj_id, (0, 0, None))
        pairs = [
            (Text("材料", "source"), lambda row: same(f"{row.title} {row.link}".strip())),
            (Text("已撤下", "taken away"), lambda row: _YES if row.removed else NOTHING),
        ]
        return line(
            self.word,
            event,
            names,
            what=names.indicator(indicator),
            area=names.area(area),
            month="" if month is None else str(Month.of(month)),
            pieces=beside(pairs, event, before),
        )
