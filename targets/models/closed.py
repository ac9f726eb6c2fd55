"""A closed year is closed to every path: what the services refuse with a sentence, the database refuses as well."""

from typing import TypeVar

import pgtrigger
from django.db import models

_M = TypeVar("_M", bound=type[models.Model])

_REFUSE = """
IF EXISTS (
  SELECT FROM targets_plan p
    JOIN targets_goal g ON g.plan_id = p.id AND g.indicator_id = NEW.indicator_id
    JOIN targets_area a ON a.id = NEW.area_id AND p.area_id IN (a.id, a.parent_id)
   WHERE p.year = extract(year FROM NEW.month) AND p.closed_on IS NOT NULL
) THEN
  RAISE EXCEPTION 'the year % is closed: reopen it before a figure of it changes', extract(year FROM NEW.month)
    USING ERRCODE = 'restrict_violation';
END IF;
RETURN NEW;
"""


def refuse_closed_years(model: _M) -> _M:
    """Let no figure of a closed plan's goals be added or changed."""
    trigger = pgtrigger.Trigger(
        name="year_is_open", when=pgtrigger.Before, operation=pgtrigger.Insert | pgtrigger.Update, func=_REFUSE
    )
    pgtrigger.register(trigger)(model)
    return model
