"""A line for each fault, or one line of JSON."""

import json
from collections.abc import Mapping

from tests.operate.chaos.scene import Seen

FAULTS_SHOWN = 10


def is_well(seen: Mapping[str, Seen]) -> bool:
    return bool(seen) and not any(one.faults for one in seen.values())


def as_json(seen: Mapping[str, Seen], seconds: float) -> str:
    faults = {name: {**one.figures, "faults": one.faults, "ok": not one.faults} for name, one in seen.items()}
    return json.dumps({"seconds": round(seconds, 1), "faults": faults, "ok": is_well(seen)}, ensure_ascii=False)


def as_table(seen: Mapping[str, Seen], seconds: float) -> str:
    """Name, verdict and figures of each; below, what must not be."""
    width = max(map(len, seen), default=0)
    lines = []
    for name, one in seen.items():
        told = "  ".join(f"{figure.replace('_', ' ')} {number}" for figure, number in one.figures.items())
        lines.append(f"{name.replace('_', ' '):<{width}}  {'ok   ' if not one.faults else 'FAULT'}  {told}")
        lines += [f"{'':<{width}}         {fault}" for fault in one.faults[:FAULTS_SHOWN]]
        if len(one.faults) > FAULTS_SHOWN:
            lines.append(f"{'':<{width}}         … and {len(one.faults) - FAULTS_SHOWN} more")
    return "\n".join([*lines, f"{seconds:.0f} s"])
