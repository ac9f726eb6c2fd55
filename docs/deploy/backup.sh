#!/bin/sh
# A verified backup with the date, in the directory given; those of the last 30 days are kept, and of each month the first.
# Where it fails nothing is deleted, and the unit is shown as failed: systemctl --failed.
set -eu
folder=$1
python=${PYTHON:-/opt/daqing1369/.venv/bin/python}
name=daqing1369-$(date +%Y%m%d-%H%M%S).tar
"$python" manage.py backup "$folder/$name" --verify
find "$folder" -maxdepth 1 -name 'daqing1369-*.tar' ! -name 'daqing1369-??????01-*' -mtime +30 -delete
