"""``make test-database``: the migrated database that the tests copy, made beside the check of types."""

import os

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daqing1369.settings")
    django.setup()
    from tests import databases

    databases.migrated()


if __name__ == "__main__":
    main()
