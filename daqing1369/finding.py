"""Looking for words in a plan's year: goals, actions, tasks, commitments, goals in words, nodes, areas. No query."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse

from daqing1369.year import ACTION, COMMITMENT, GOAL, OUTCOME, TASK, YearState, counted
from targets.cards import target_text
from targets.evaluation.model import Status
from targets.texts import Text

NODE = Text("重要节点", "node")
AREA = Text("县区", "area")
SHOWN = 8  # of each kind; the count says how many there are


@dataclass(frozen=True)
class Found:
    """One thing that the words lead to. ``status`` None: it has no lamp of its own."""

    title: Text
    detail: Text
    address: str
    status: Status | None


@dataclass(frozen=True)
class Group:
    """What was found of one kind: the first of them, and how many in all."""

    kind: Text
    found: tuple[Found, ...]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.found)


def find(year: YearState, words: str) -> list[Group]:
    """What has all the words in its texts of either language, in whatever case and width; kinds without are left out.

    No words: nothing.
    """
    sought = folded(words).split()
    if not sought:
        return []
    groups = []
    for kind, things in _kinds(year):
        hits = [found for found, texts in things if has_all(texts, sought)]
        if hits:
            groups.append(Group(kind, tuple(hits[:SHOWN]), len(hits)))
    return groups


def folded(text: str) -> str:
    """Full-width letters and digits as plain ones, capitals as small letters; ² and ₂ as 2."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def has_all(texts: Iterable[Text | str], sought: Sequence[str]) -> bool:
    """Whether each of the folded words stands somewhere in the texts."""
    whole = folded("\n".join(f"{one.zh}\n{one.en}" if isinstance(one, Text) else one for one in texts))
    return all(word in whole for word in sought)


_Things = Iterator[tuple[Found, tuple[Text | str, ...]]]


def _kinds(year: YearState) -> list[tuple[Text, _Things]]:
    return [
        (GOAL, _goals(year)),
        (ACTION, _actions(year)),
        (TASK, _tasks(year)),
        (COMMITMENT, _commitments(year)),
        (OUTCOME, _outcomes(year)),
        (NODE, _nodes(year)),
        (AREA, _areas(year)),
    ]


def _goals(year: YearState) -> _Things:
    for state in year.goals:
        indicator, address = state.goal.indicator, reverse("goal", args=[state.goal.indicator.slug])
        found = Found(indicator.name, state.evaluation.sentences.headline, address, state.evaluation.status)
        yield (
            found,
            (indicator.name, indicator.short, indicator.slug, state.goal.owner, target_text(state.evaluation.rule)),
        )


def _actions(year: YearState) -> _Things:
    for action in year.actions:
        title = Text(f"{action.number} {action.name.zh}", f"{action.number} {action.name.en}")
        address = reverse("action", args=[action.number])
        yield Found(title, action.theme, address, action.status), (title, action.theme, action.summary, action.owner)


def _tasks(year: YearState) -> _Things:
    for action in year.actions:
        for line in action.tasks:
            address = f"{reverse('action', args=[action.number])}#{line.anchor}"
            yield Found(line.title, line.sentence, address, line.status), (line.title, line.owner)


def _commitments(year: YearState) -> _Things:
    for action in year.actions:
        for line in action.commitments:
            address = f"{reverse('action', args=[action.number])}#{line.anchor}"
            yield Found(line.title, line.sentence, address, line.status), (line.title, line.unit)


def _outcomes(year: YearState) -> _Things:
    for part in year.outcomes:
        address = reverse("outcome", args=[part.number])
        yield Found(part.title, counted(part.parent), address, part.parent.status), (part.title,)


def _nodes(year: YearState) -> _Things:
    for part in year.nodes:
        address = reverse("node", args=[part.number])
        yield Found(part.title, counted(part.parent), address, part.parent.status), (part.title,)


def _areas(year: YearState) -> _Things:
    """Each area once for each goal that it reports."""
    for state in year.goals:
        address = f"{reverse('goal', args=[state.goal.indicator.slug])}#areas"
        for area in state.areas:
            yield Found(area.name, state.goal.indicator.name, address, None), (area.name, area.code)
