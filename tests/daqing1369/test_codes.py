"""Codes on paper: what is typed comes back, and a slip of the hand is told."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from daqing1369.codes import ALPHABET, LENGTH, Mistyped, code_of, grouped, read_code

CODES = st.integers(0, 2**35 - 1).map(code_of)
PLACES = st.integers(0, LENGTH - 1)


@given(st.integers(0, 2**35 - 1))
def test_a_number_gives_one_code_of_its_own(number: int) -> None:
    code = code_of(number)
    assert len(code) == LENGTH
    free = 0
    for character in code[:-1]:
        free = free * 32 + ALPHABET.index(character)
    assert free == number


@given(CODES)
def test_a_code_is_read_however_it_is_typed(code: str) -> None:
    wide = "".join(chr(ord(character) + 0xFEE0) for character in grouped(code))
    for typed in (code, grouped(code), code.lower(), f" {code[:4]} {code[4:]} ", wide):
        assert read_code(typed) == code


def test_look_alikes_are_taken_for_what_they_look_like() -> None:
    assert read_code("ooo0-o0Oo") == "0" * 8
    code = code_of(32)  # 0000010 and its check
    assert code.startswith("0000010")
    assert read_code(code.replace("1", "l")) == read_code(code.replace("1", "I")) == code


@given(CODES, PLACES, st.sampled_from(ALPHABET))
def test_one_wrong_character_is_told(code: str, place: int, wrong: str) -> None:
    assume(code[place] != wrong)
    with pytest.raises(Mistyped):
        read_code(code[:place] + wrong + code[place + 1 :])


@given(CODES, PLACES, PLACES)
def test_two_characters_that_changed_places_are_told(code: str, one: int, other: int) -> None:
    assume(code[one] != code[other])
    typed = list(code)
    typed[one], typed[other] = typed[other], typed[one]
    with pytest.raises(Mistyped):
        read_code("".join(typed))


@pytest.mark.parametrize("text", ["", "PM2.5", "农村生活污水治", "7K3F-9M2", "7K3F-9M2QQ", "7K3F-9M2!", "UUUUUUUU"])
def test_what_is_no_code_is_no_code(text: str) -> None:
    assert read_code(text) is None
