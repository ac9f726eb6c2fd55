"""The lamp and the count of what has members."""

import pytest

from targets.evaluation.model import Status
from targets.evaluation.parents import Parent, parent, weakest

NAMED = [
    ([], "no_data", 0),
    (["on_track"], "on_track", 1),
    (["met", "secured", "on_track"], "on_track", 3),
    (["met", "not_met"], "not_met", 1),
    (["out_of_reach", "not_met", "behind"], "out_of_reach", 0),
    (["behind", "not_evaluable", "at_risk"], "behind", 0),
    (["not_evaluable", "at_risk", "on_track"], "not_evaluable", 1),
    (["at_risk", "no_data", "on_track"], "at_risk", 1),
    (["no_data", "on_track"], "no_data", 1),
    (["too_early", "on_track"], "on_track", 1),  # settled in December: does not weigh
    (["too_early", "no_data"], "no_data", 0),
    (["too_early", "too_early"], "too_early", 0),
    (["too_early", "met"], "met", 1),
]


@pytest.mark.parametrize(("members", "status", "on_track"), NAMED)
def test_shows_the_weakest_member_and_the_count(members: list[str], status: str, on_track: int) -> None:
    listed = [Status(member) for member in members]
    assert parent(iter(listed)) == Parent(Status(status), on_track, len(members))
    assert weakest(reversed(listed)) is Status(status)


def test_the_order_of_the_lamps_is_the_documented_one() -> None:
    order = "out_of_reach not_met behind not_evaluable at_risk no_data too_early on_track secured met"
    assert sorted(Status, key=lambda status: status.rank) == [Status(name) for name in order.split()]
