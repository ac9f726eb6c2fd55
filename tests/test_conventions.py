"""The rules of the house, as tests. Each message says what to do."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.template import engines
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent
APPS = ("daqing1369", "targets", "actions")
PURE = [
    "targets/periods.py",
    "targets/texts.py",
    "targets/numbers.py",
    "targets/cards.py",
    "targets/source_files.py",
    "targets/days.py",
    "targets/digests.py",
    "targets/evaluation",
    "targets/standards",
    "targets/measurements",
    "targets/charts",
    "targets/entry/assumed.py",
    *(
        f"targets/brief/{name}.py"
        for name in ("model", "style", "compare", "sentences", "duties", "records", "annex", "build")
    ),
    "targets/entry/cell.py",
    "targets/entry/computed.py",
    "targets/entry/oddities.py",
    "targets/entry/paste.py",
    "targets/sheets/air_data.py",
    "targets/sheets/chart_data.py",
    "targets/sheets/columns.py",
    "targets/sheets/formulas.py",
    "targets/sheets/lines.py",
    "targets/sheets/year_data.py",
    "targets/sheets/water_data.py",
    "targets/sheets/months.py",
    "targets/sheets/table.py",
    "targets/entry/oddity_sentences.py",
    "targets/entry/sentences.py",
    "actions/deadlines.py",
    "actions/sentences.py",
    "daqing1369/codes.py",
    "daqing1369/devices.py",
    "actions/agenda.py",
    "actions/series.py",
    "actions/strips.py",
    "actions/sentences_changes.py",
]
PURE_MODULES = tuple(path.removesuffix(".py").replace("/", ".") for path in PURE)
# Where the time may be read: at the edge, once; from there it is an argument.
CLOCK_READERS = re.compile(
    r"daqing1369/(clock|rendering|kept_pages|account_pages|views|year_page|board|brief|changes|history|help|key_page|api/\w+|year|middleware|demo|search|wall|rehearsal)\.py|\w+/(views|management)/.*"
    r"|\w+/(recorded_)?admin(istration)?\.py"
)

ASKS = ("now", "today", "localdate", "utcnow")
KNOW_THE_TIME = ("daqing1369/clock.py", "daqing1369/doctor.py")  # the latter compares the clocks
# Views outside of a folder of that name: what shows both applications is the project's.
OTHER_VIEWS = re.compile(
    r"daqing1369/(account_pages|board|brief|changes|help|history|key_page|search|views|wall|year_page)\.py"
)
READS_OR_WRITES = {
    *("objects", "filter", "exclude", "aggregate", "select_for_update"),
    *("save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"),
}
INLINE = re.compile(
    r"<script(?![^>]*\b(?:src|type=\"application/json\"))[^>]*>|<style\b|\s(?:on\w+|style)\s*=|\bhx-on", re.IGNORECASE
)
PUTS_OFF = {"skip", "skipif", "xfail", "importorskip", "wait_for_timeout"}


def sources(*roots: str) -> list[Path]:
    found = [
        path
        for root in roots or APPS
        for path in ([ROOT / root] if root.endswith(".py") else (ROOT / root).rglob("*.py"))
    ]
    return sorted(path for path in found if "migrations" not in path.parts)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""


Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.Module) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_core_knows_the_standard_library_and_itself() -> None:
    wrong = [
        f"{name(path)}:{line} imports {module}"
        for path in sources(*PURE)
        for line, module in imported(tree_of(path))
        if module.split(".")[0] not in sys.stdlib_module_names
        and not module.startswith(PURE_MODULES)
        and not (path.name.startswith("forecast") and module.split(".")[0] == "numpy")
    ]
    assert not wrong, f"The core imports the standard library and itself; hand the value in instead: {wrong}"


def asks_the_time(node: ast.AST, *, of_the_clock: bool) -> bool:
    """Whether the node asks what time it is, or names who would tell; ``of_the_clock``: that one may be asked here."""
    if isinstance(node, ast.ImportFrom):
        return any(alias.name in ASKS for alias in node.names)
    called = node.func if isinstance(node, ast.Call) else node
    if not isinstance(called, ast.Attribute):
        return False
    owner = called.value.id if isinstance(called.value, ast.Name) else ""
    if called is node:  # handed over uncalled; a scope's ``today`` is a value
        return f"{owner}.{called.attr}" in ("timezone.now", "datetime.now", "date.today", "time.time")
    return called.attr in ASKS and not (owner == "clock" and of_the_clock)


def test_the_time_is_an_argument() -> None:
    wrong = set()
    for path in sources():
        allowed = bool(CLOCK_READERS.fullmatch(name(path)))
        if name(path) not in KNOW_THE_TIME:
            asked = (node for node in ast.walk(tree_of(path)) if asks_the_time(node, of_the_clock=allowed))
            wrong |= {f"{name(path)}:{getattr(node, 'lineno', 0)}" for node in asked}
    assert not wrong, f"Only views and commands ask, and only daqing1369.clock; pass today or now down: {sorted(wrong)}"


def test_a_view_gathers_through_queries_and_writes_through_services() -> None:
    views = [path for path in sources() if "views" in path.parts or OTHER_VIEWS.fullmatch(name(path))]
    wrong = [
        f"{name(path)}:{node.lineno} .{node.attr}"
        for path in views
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in READS_OR_WRITES
    ]
    wrong += too_long(views, 25)
    assert not wrong, f"Move reads to queries/, writes to services/, arithmetic to the core: {wrong}"


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def too_long(paths: list[Path], limit: int) -> list[str]:
    return [
        f"{name(path)}:{one.lineno} {one.name} ({length(one)})"
        for path in paths
        for one in functions(tree_of(path))
        if length(one) > limit
    ]


def test_sizes() -> None:
    everything = sources(*APPS, "tests")
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in everything}
    limits = {path: 400 if path.is_relative_to(ROOT / "tests") else 300 for path in everything}
    wrong = [f"{name(path)} ({lines[path]})" for path in everything if lines[path] > limits[path]]
    assert not wrong, f"At most 300 lines, 400 of tests; split it by subject: {wrong}"
    wrong = too_long(everything, 40)
    assert not wrong, f"Functions of at most 40 lines: {wrong}"


def test_targets_never_imports_actions() -> None:
    wrong = [
        f"{name(path)}:{line}"
        for path in sources("targets")
        for line, module in imported(tree_of(path))
        if module.split(".")[0] == "actions"
    ]
    assert not wrong, f"actions imports targets, never the reverse; what shows both belongs to the project: {wrong}"


def test_nothing_is_a_drawer_for_everything_nor_a_rule_that_nobody_calls() -> None:
    wrong = [name(path) for path in sources(*APPS, "tests") if path.stem in ("utils", "helpers", "misc", "common")]
    assert not wrong, f"Name a module by what is in it: {wrong}"
    wrong = [
        f"{name(path)}:{line}"
        for path in sources()
        for line, module in imported(tree_of(path))
        if module == "django.db.models.signals"
    ]
    assert not wrong, f"A rule is a service that is called, or the database's: {wrong}"


def test_no_test_is_put_off_or_sleeps() -> None:
    """One that polls for another process's doing has a loop around its pause, and a deadline."""
    wrong = []
    for path in sources("tests"):
        loops = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.For | ast.While)]
        polls = {id(node) for loop in loops for node in ast.walk(loop)}
        for node in ast.walk(tree_of(path)):
            attribute = node.attr if isinstance(node, ast.Attribute) else ""
            if attribute in PUTS_OFF or (attribute == "sleep" and id(node) not in polls and "test_" in path.name):
                wrong.append(f"{name(path)}:{getattr(node, 'lineno', 0)} {attribute}")
    assert not wrong, f"Make it pass or delete it; wait for what happens instead of for a time: {wrong}"


@cache
def sources_and_templates() -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in [*sources(), *(ROOT / "templates").rglob("*.html")])


def templates() -> list[str]:
    return sorted(path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.html"))


def test_every_template_loads_and_is_used() -> None:
    assert engines["django"] is not None
    by_django = {"403.html", "404.html", "500.html", "registration/login.html"}
    named = "\n".join(sources_and_templates())
    for template in templates():
        get_template(template)
        used = f'"{template}' in named or f"'{template}" in named
        assert used or template in by_django, f"templates/{template} is named nowhere; remove it"


def test_a_template_is_short_and_carries_no_code() -> None:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 120, f"{name(path)}: at most 120 lines; name a part"
        inline = INLINE.findall(re.sub(r"\{%.*?%\}", "", text))
        assert not inline, f"{name(path)}: no inline script, handler or style, the policy refuses them: {inline}"


def test_migrations_are_linear_and_complete(db: None) -> None:
    loader = MigrationLoader(connection)
    for app in ("daqing1369", "targets", "actions"):
        leaves = loader.graph.leaf_nodes(app)
        assert len(leaves) == 1, f"{app} has several last migrations: {leaves}"
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
