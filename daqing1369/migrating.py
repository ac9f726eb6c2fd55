"""Operations of migrations that are stated without rendering every related model again.

Triggers, constraints and indexes change no field, so the models that later operations see can stay as they are. Django
renders them anew for each; with some hundred of them that is most of the time that a first start or a test database
takes.
"""

from typing import Any

import pgtrigger.migrations
from django.db import migrations
from django.db.migrations.state import ProjectState


def _append(state: ProjectState, app_label: str, model: str, option: str, item: Any) -> None:
    options = state.models[app_label, model.lower()].options
    options[option] = [*options.get(option, ()), item]


class AddTrigger(pgtrigger.migrations.AddTrigger):
    """As the library's."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        _append(state, app_label, self.model_name, "triggers", self.trigger)


class AddConstraint(migrations.AddConstraint):
    """As Django's."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        _append(state, app_label, self.model_name, "constraints", self.constraint)


class AddIndex(migrations.AddIndex):
    """As Django's."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        _append(state, app_label, self.model_name, "indexes", self.index.clone())
