"""A remark is told by its rule's sentence, in whatever process: every module of rules is known where they are read."""

import re
from pathlib import Path

import pytest

from targets.measurements import remarks
from targets.models import Load, LoadRemark
from targets.queries import loads
from targets.queries.loads import report_rows, rule_counts
from tests.factories import NOW

MODULES = Path(remarks.__file__).parent


def test_every_module_of_rules_is_known_where_remarks_are_read() -> None:
    makers = {path.stem for path in MODULES.glob("*.py") if re.search(r"^[A-Z_0-9]+ = rule\(", path.read_text(), re.M)}
    assert makers >= {"air_rules", "water_rules", "encodings", "remarks"}
    unknown = {name for name in makers - {"remarks"} if not hasattr(loads, name)}
    assert not unknown, f"import {unknown} in targets/queries/loads.py, or their sentences are lost"


@pytest.mark.django_db
def test_a_rule_that_is_no_more_goes_by_its_name() -> None:
    load = Load.objects.create(kind="air", name="old.csv", created_at=NOW)
    LoadRemark.objects.create(load=load, line=3, column="city", value="x", outcome="left", rule="long-gone")
    [counted] = rule_counts(load)
    assert (counted.rule.sentence.zh, counted.count, counted.first.line) == ("long-gone", 1, 3)
    assert list(report_rows(load, "en")) == [("old.csv", 3, "city", "x", "left", "long-gone", "long-gone")]
