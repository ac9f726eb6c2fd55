"""Why a computation changes a figure, as the record says it: the kind of the correction, and the words."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from targets.models import Correction
from targets.texts import Text


class Cause(StrEnum):
    """What a computation follows."""

    READINGS = "readings"  # a file of them, or their own repair
    RULE = "rule"  # a setting: deductions, what counts, how much must be there
    DECISION = "decision"  # a sand-dust day, a frozen month, natural background


FIRST = Text("由监测数据计算", "computed from measurements")
AGAIN = Text("由监测数据重新计算", "restated from measurements")
MENDED = Text("监测数据更正，重新计算", "readings corrected, restated from measurements")
DECIDED = Text(
    "沙尘日、封冻月或自然本底认定变化，重新计算",
    "sand-dust days, ice or background decided, restated from measurements",
)


def kind_of(cause: Cause, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Correction, Text]:
    """The kind of a restatement and its words. ``before``, ``after``: what the computations were made of.

    Audited only where it is reviewed readings that came: all of the month's, or more of them than before.
    """
    if cause is Cause.RULE:
        return Correction.DEFINITION, AGAIN
    if cause is Cause.DECISION:
        return Correction.OTHER, DECIDED
    reviewed = after.get("reviewed", 0)
    if reviewed and (not after.get("provisional") or reviewed > before.get("reviewed", 0)):
        return Correction.AUDITED, AGAIN
    return Correction.OTHER, MENDED
