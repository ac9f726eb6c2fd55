"""What became of a file of measurements: its remarks, by row and by rule."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Min

from targets.measurements import air_rules, encodings, water_rules  # noqa: F401  # each makes its rules known
from targets.measurements.remarks import RULES, Outcome, Rule
from targets.models import Load, LoadRemark
from targets.texts import Text

REPORT = ("file", "line", "column", "value", "outcome", "rule", "sentence")


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
