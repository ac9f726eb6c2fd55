"""Short codes that people read off paper and type: no look-alikes, and a slip of the hand is told. Pure.

Eight characters of Crockford's base 32, written ``7K3F-9M2Q``. Seven are free, the last one is a check: over the field
of 32 elements the characters, each times a power of two of its own, sum to zero. As the weights are distinct and not
zero, any one wrong character and any two that changed places are detected (a Reed–Solomon code with one check symbol).
"""

import unicodedata
from collections.abc import Sequence

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
_LOOK_ALIKE = str.maketrans("OIL", "011")
_FIELD = 0b100101  # x⁵ + x² + 1, primitive: the powers of two run through all 31 elements but zero


class Mistyped(ValueError):
    """It looks like a code, but its check character does not fit."""


def code_of(number: int) -> str:
    """The code of a number below 2³⁵, check character included."""
    free = [number >> 5 * place & 31 for place in reversed(range(LENGTH - 1))]
    return "".join(ALPHABET[value] for value in (*free, _sum([*free, 0])))


def grouped(code: str) -> str:
    """As it is printed: ``7K3F-9M2Q``."""
    return f"{code[:4]}-{code[4:]}"


def read_code(text: str) -> str | None:
    """The code that was typed, in whatever case and width, with or without its hyphen; None for what is no code.

    Raises Mistyped where the check character does not fit.
    """
    typed = unicodedata.normalize("NFKC", text).upper()
    plain = "".join(typed.replace("-", "").split()).translate(_LOOK_ALIKE)
    if len(plain) != LENGTH or any(character not in ALPHABET for character in plain):
        return None
    if _sum([ALPHABET.index(character) for character in plain]):
        raise Mistyped(grouped(plain))
    return plain


def _sum(values: Sequence[int]) -> int:
    """Σ valueᵢ · 2^(7−i): the last character, the check, has the weight 1."""
    total = 0
    for value in values:
        total = _doubled(total) ^ value
    return total


def _doubled(value: int) -> int:
    return value << 1 ^ (_FIELD if value & 16 else 0)
