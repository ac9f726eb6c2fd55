"""What a form's service refuses: which field to mend, and the sentence that says how."""

from targets.texts import Text


class Refused(Exception):
    """Nothing was written. ``field`` names what to correct, ``sentence`` says what is wrong and what would do."""

    def __init__(self, field: str, sentence: Text) -> None:
        super().__init__(sentence.en)
        self.field = field
        self.sentence = sentence


def one_line(text: str) -> str:
    """The text without control characters, of which the database takes no NUL, and with single spaces."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def words(text: str, *, field: str, most: int, needed: Text | None = None) -> str:
    """The text in one line; Refused where it does not fit, or is needed and missing."""
    line = one_line(text)
    if not line and needed is not None:
        raise Refused(field, needed)
    if len(line) > most:
        raise Refused(field, Text(f"最多 {most} 个字。", f"At most {most} characters."))
    return line
