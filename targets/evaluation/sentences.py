"""A goal's evaluation in words, Chinese and English."""

from targets.evaluation.model import GoalEvaluation, Sentences
from targets.evaluation.pace import Path
from targets.texts import Text


def write(evaluation: GoalEvaluation, path: Path) -> Sentences:
    """All sentences about a goal as of a month."""
    return Sentences(Text("—", "—"), (), (), ())
