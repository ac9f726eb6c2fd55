"""Notes on record in both languages: each reader has the own half; what somebody typed stays whole."""

import pytest

from targets.texts import Text, both_halves


@pytest.mark.parametrize(
    ("stored", "zh", "en"),
    [
        ("示例数据 · sample", "示例数据", "sample"),
        ("示例：已完成（逾期） · sample: completed late", "示例：已完成（逾期）", "sample: completed late"),
        ("该月仅有24天数据 · data for 24 of 28 days only", "该月仅有24天数据", "data for 24 of 28 days only"),
        (
            "由监测数据重新计算 · restated from measurements: 731.7/31 → 100680.2/29",
            "由监测数据重新计算：731.7/31 → 100680.2/29",
            "restated from measurements: 731.7/31 → 100680.2/29",
        ),
        ("由监测数据计算 · computed from measurements: –", "由监测数据计算：–", "computed from measurements: –"),
        ("administration", "管理后台", "administration"),
    ],
)
def test_the_readers_half(stored: str, zh: str, en: str) -> None:
    assert both_halves(stored) == Text(zh, en)


@pytest.mark.parametrize("typed", ["", "来源：省站 · PM2.5", "国控 · 省控", "see mail · sample 3 · twice", "sample"])
def test_what_somebody_typed_stays_whole(typed: str) -> None:
    assert both_halves(typed) == Text(typed, typed)
