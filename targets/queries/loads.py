"""What became of a file of measurements: its remarks, by row and by rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import BooleanField, Count, ExpressionWrapper, Min, Q, QuerySet
from django.db.models.functions import Now

from targets.measurements import air_rules, encodings, water_rules  # noqa: F401  # each makes its rules known
from targets.measurements.remarks import RULES, Outcome, Rule
from targets.models import Area, Indicator, Load, LoadRemark, LoadState
from targets.texts import Text

REPORT = ("file", "line", "column", "value", "outcome", "rule", "sentence")

PAGE = 50
REMARKS = 200  # on a page
SILENT_SECONDS = 180  # without a sign of life, the process that reads a file is taken for dead
WORKING = (LoadState.WAITING, LoadState.READING)


def silent() -> Q:
    """The files whose process gave no sign of life for a while, by the database's clock."""
    return Q(state__in=WORKING, heartbeat_at__lt=Now() - timedelta(seconds=SILENT_SECONDS))


def all_loads() -> QuerySet[Load]:
    """The files, the newest first, each with its user and ``is_silent``."""
    is_silent = ExpressionWrapper(silent(), output_field=BooleanField())
    return Load.objects.select_related("user").annotate(is_silent=is_silent).order_by("-created_at", "-id")


def find_load(pk: int) -> Load | None:
    """The file; None where there is none. One query."""
    return all_loads().filter(pk=pk).first()


def remarks_of(load: Load, rule: str) -> QuerySet[LoadRemark]:
    """The remarks in the file's order; those by one rule where it is named."""
    found = LoadRemark.objects.filter(load=load).order_by("line", "id")
    return found.filter(rule=rule[:40]) if rule else found


@dataclass(frozen=True)
class ChangedFigure:
    """A month's figure that changed with a file. ``was``, ``now``: computed, as ``20/31``; blank for none."""

    slug: str
    indicator: Text
    area: Text
    month: str
    was: str
    now: str
    effect: str


def changed_figures(load: Load) -> list[ChangedFigure]:
    """What the file changed among the figures. Two queries."""
    indicators = {one.slug: one.short for one in Indicator.objects.order_by("id")}
    areas = {one.code: one.name for one in Area.objects.order_by("id")}
    return [
        ChangedFigure(
            slug=one["indicator"],
            indicator=indicators.get(one["indicator"], Text(one["indicator"], one["indicator"])),
            area=areas.get(one["area"], Text(one["area"], one["area"])),
            month=one["month"],
            was=one["was"],
            now=one["now"],
            effect=one["effect"],
        )
        for one in load.figures
    ]


@dataclass(frozen=True)
class RuleCount:
    """How often a rule was applied to a file, and the first line it was applied to."""

    rule: Rule
    count: int
    first: LoadRemark


def rule_of(name: str, outcome: str) -> Rule:
    """The rule of a remark; one that is not known any more goes by its name."""
    return RULES.get(name) or Rule(name, Outcome(outcome), Text(name, name))


def rule_counts(load: Load) -> list[RuleCount]:
    """The file's rules, the most frequent first. Two queries; counts only the remarks that were kept."""
    found = list(
        LoadRemark.objects.filter(load=load)
        .values("rule", "outcome")
        .annotate(count=Count("id"), first=Min("id"))
        .order_by("-count", "rule", "outcome")
    )
    firsts = LoadRemark.objects.in_bulk([each["first"] for each in found])
    return [RuleCount(rule_of(each["rule"], each["outcome"]), each["count"], firsts[each["first"]]) for each in found]


def report_rows(load: Load, language: str) -> Iterator[tuple[str | int, ...]]:
    """The remarks as the rows of a report with the columns of REPORT, in the file's order, read as they are asked."""
    for remark in LoadRemark.objects.filter(load=load).order_by("line", "id").iterator(chunk_size=2000):
        sentence = rule_of(remark.rule, remark.outcome).sentence.in_language(language)
        yield load.name, remark.line, remark.column, remark.value, remark.outcome, remark.rule, sentence


def sentence_of(load: Load) -> Text:
    """Why the file was refused; empty where it was not."""
    return Text(load.sentence_zh, load.sentence_en)
