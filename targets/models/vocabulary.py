"""The core's closed vocabularies as Django's choices and the database's constraints."""

from enum import StrEnum

from django.db import models
from django.db.models import Q


def choices(values: type[StrEnum]) -> list[tuple[str, str]]:
    """A closed vocabulary of the core as Django's choices."""
    return [(value.value, value.value) for value in values]


def one_of(field: str, values: type[StrEnum]) -> models.CheckConstraint:
    """The database's own refusal of a word outside the vocabulary."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": [value.value for value in values]}),
        name=f"%(app_label)s_%(class)s_{field}_known",
    )
