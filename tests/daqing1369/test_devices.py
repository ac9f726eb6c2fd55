"""A browser's own name, in two words."""

import pytest

from daqing1369.devices import name


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120 Safari/537.36 Edg/120", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) MicroMessenger/8.0", "WeChat · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Firefox/120.0", "Firefox · Linux"),
        ("curl/8.0", "curl/8.0"),
        ("", "unknown device"),
    ],
)
def test_a_browser_is_known_by_two_words(agent: str, words: str) -> None:
    assert name(agent).en == words
