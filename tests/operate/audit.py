"""Asks a service whether a locked requirement has a known weakness (``make audit``).

Exit 0: all were looked up and none has one; 1: some have, or it could not be told. What was not looked up is not good.
"""

import json
import subprocess
import sys
from typing import Any

ASK = ["-m", "pip_audit", "-r", "requirements.txt", "--require-hashes", "--disable-pip", "--timeout", "20"]
PRINT = ["--progress-spinner", "off", "--format", "json"]
UNREACHABLE = (
    "The service could not be asked, so nothing is known about {count} requirements. Run make audit on a machine that "
    "reaches the package index, or compare the bill of materials (make sbom) with a copy of a vulnerability database."
)


def verdict(report: dict[str, Any] | None) -> tuple[int, list[str]]:
    """The exit code and what to print. ``report``: what the tool told; None where it told nothing."""
    if report is None:
        return 1, [UNREACHABLE.format(count="all")]
    listed = report["dependencies"]
    unknown = [one["name"] for one in listed if "skip_reason" in one]
    if len(unknown) == len(listed):
        return 1, [UNREACHABLE.format(count=f"all {len(listed)}")]
    lines = [
        f"{one['name']} {one['version']}: {weak['id']}; mended in {', '.join(weak['fix_versions']) or 'no version yet'}"
        for one in listed
        for weak in one.get("vulns", ())
    ]
    if unknown:
        lines.append(f"Not looked up: {', '.join(unknown)}.")
    told = f"{len(listed) - len(unknown)} requirements were looked up; known weaknesses: {len(lines) - bool(unknown)}."
    return (1 if lines else 0), [*lines, told]


def main() -> int:
    command = [sys.executable, *ASK, *PRINT]
    asked = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own
    try:
        report = json.loads(asked.stdout)
    except ValueError:
        sys.stderr.write(asked.stderr.strip()[-500:] + "\n")
        report = None
    code, lines = verdict(report)
    (sys.stderr if report is None else sys.stdout).write("\n".join(lines) + "\n")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
