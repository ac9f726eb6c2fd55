#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError, ProgrammingError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daqing1369.settings")
    try:
        execute_from_command_line(sys.argv)
    except (OperationalError, ProgrammingError) as error:
        from daqing1369.management.unmigrated import unmigrated, unreachable

        sentence = unmigrated(error) if isinstance(error, ProgrammingError) else unreachable(error)
        if sentence is None:
            raise
        sys.exit(sentence)
    except ImproperlyConfigured as error:  # a variable that is missing or cannot be: its hint is enough
        sys.exit(f"{error}")
