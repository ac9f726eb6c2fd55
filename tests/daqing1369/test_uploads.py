"""What a request says of its own length is told by a stranger."""

import pytest
from django.test import RequestFactory

from daqing1369.uploads import is_too_large, told_length


@pytest.mark.parametrize(("told", "length"), [("", 0), ("12", 12), ("²", 0), ("١", 0), ("-1", 0), ("x", 0)])
def test_a_length_is_plain_digits(told: str, length: int) -> None:
    request = RequestFactory().post("/", CONTENT_LENGTH=told)
    assert told_length(request) == length
    assert not is_too_large(request)


def test_a_length_without_end_is_too_large() -> None:
    assert is_too_large(RequestFactory().post("/", CONTENT_LENGTH="9" * 5000))
