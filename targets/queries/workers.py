"""Who is there to enter and review figures today, under the name that other queries know."""

from targets.queries.access import Worker, workers

__all__ = ["Worker", "workers"]
