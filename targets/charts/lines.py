"""Lines through months, as SVG wants them."""

from collections.abc import Sequence


def broken(spots: Sequence[tuple[float, float] | None]) -> tuple[str, ...]:
    """The points of each unbroken run of months, as SVG wants them; a lone month draws none."""
    runs: list[list[str]] = [[]]
    for spot in spots:
        if spot is None:
            runs.append([])
        else:
            runs[-1].append(f"{spot[0]},{spot[1]}")
    return tuple(" ".join(run) for run in runs if len(run) > 1)
