#!/bin/sh
# Django's deployment check, with the settings that production must give. No database is asked.
set -eu

export DATABASE_URL=postgres://check@127.0.0.1/check
export ALLOWED_HOSTS=board.example
SECRET_KEY=$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(50))')
export SECRET_KEY
exec .venv/bin/python manage.py check --deploy --fail-level WARNING
