"""What an audit says: nothing is good that was not looked up."""

from typing import Any

import pytest

from tests.operate.audit import verdict

GOOD: dict[str, Any] = {"name": "django", "version": "5.2.1", "vulns": []}
WEAK: dict[str, Any] = {"name": "x", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}
UNKNOWN: dict[str, Any] = {"name": "y", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("listed", "code", "said"),
    [
        ([GOOD], 0, "1 requirements were looked up; known weaknesses: 0."),
        ([GOOD, WEAK], 1, "x 1.0: PYSEC-1; mended in 1.1"),
        ([GOOD, UNKNOWN], 1, "Not looked up: y."),
        ([UNKNOWN, UNKNOWN], 1, "could not be asked"),
    ],
)
def test_what_is_not_known_is_not_good(listed: list[dict[str, Any]], code: int, said: str) -> None:
    told, lines = verdict({"dependencies": listed, "fixes": []})
    assert told == code
    assert said in " ".join(lines)


def test_no_answer_is_no_good_one() -> None:
    assert verdict(None)[0] == 1
