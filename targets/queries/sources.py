"""A figure's place by the address of its entry row, and its sources."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.http import Http404

from targets.models import Area, Attachment, Figure, Goal, Review
from targets.periods import Month
from targets.queries.access import Access
from targets.queries.plan import Outside, Scope, find_scope
from targets.queries.reopenings import leaves
from targets.queries.slots import Key, Slot, slot_of
from targets.texts import Text


@dataclass(frozen=True)
class Place:
    """A place for a figure as one asker sees it, with the figure that stands there, if any."""

    scope: Scope
    slot: Slot
    key: Key
    figure: Figure | None

    @property
    def goal(self) -> Goal:
        return self.slot.goal

    @property
    def area(self) -> Area:
        return self.slot.area

    @property
    def month(self) -> Month:
        return self.scope.as_of

    @property
    def is_whole_area(self) -> bool:
        """Whether it is the plan's own area, which the page need not name."""
        return self.area.pk == self.scope.plan.area_id

    @property
    def may_add(self) -> bool:
        """Whether whoever asks can add a source now."""
        return self.figure is not None and self.slot.is_open

    @property
    def may_take(self) -> bool:
        """Whether they can take one away now: what the figure was approved on stays."""
        return self.figure is not None and self.slot.is_open and self.figure.review != Review.APPROVED


def find_place(*, area_code: str, month: Month, key: str, today: date, access: Access) -> Place:
    """The place that the entry page of the month names so. At most five queries; Outside where there is none."""
    scope = find_scope(area_code=area_code, year=month.year, as_of=month, today=today)
    nothing = Outside(Text("本年度计划没有这一指标或地区。", "The plan of this year has no such goal or area."))
    try:
        named = Key.parse(key)
    except ValueError:
        raise nothing from None
    goal = Goal.objects.filter(plan=scope.plan, indicator__slug=named.slug).select_related("indicator").first()
    area = Area.objects.filter(code=named.area, parent=scope.plan.area_id).first() if named.area else scope.plan.area
    if goal is None or area is None or named.month not in (None, month):
        raise nothing
    figures = Figure.objects.filter(indicator=goal.indicator_id, area=area, month=month.first_on)
    figure, held = figures.order_by("pk").first(), leaves(today)
    slot = slot_of(goal, area, month, figure, plan=scope.plan, access=access, leaves=held, today=today)
    return Place(scope, slot, named, figure)


def sources_of(figure: Figure | None) -> list[Attachment]:
    """The figure's present sources in the order in which they came. One query; none where there is no figure."""
    if figure is None:
        return []
    present = Attachment.objects.filter(figure=figure, removed=False)
    return list(present.select_related("changed_by").order_by("id"))


def find_source(source_id: int) -> Attachment:
    """A source that was not taken away; 404 otherwise. One query."""
    source = Attachment.objects.filter(pk=source_id, removed=False).first()
    if source is None:
        raise Http404("no such source")
    return source


def file_of(name: str) -> Path:
    """Where the kept file of that name is; 404 where it is none (a link), or is not there any more."""
    path = Path(settings.ATTACHMENTS_DIR) / name
    if not name or not path.is_file():
        raise Http404("no such file")
    return path
