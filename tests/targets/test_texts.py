"""A text in the reader's language."""

import pytest

from targets.texts import Text


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("zh-hans", "天"),
        ("zh-cn", "天"),
        ("zh", "天"),
        ("en", "days"),
        ("en-gb", "days"),
        ("fr", "天"),  # Chinese where it is neither
        ("enochian", "天"),
        ("", "天"),
    ],
)
def test_chinese_unless_the_language_is_english(code: str, said: str) -> None:
    assert Text("天", "days").in_language(code) == said


def test_a_text_is_a_value() -> None:
    assert Text("天", "days") == Text("天", "days")
    assert {Text("天", "days"), Text("天", "days")} == {Text("天", "days")}
