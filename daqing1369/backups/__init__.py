"""Whole-database backup and restore: docs/decisions/0006-backup.md says why it is made so.

A backup is one tar file: ``manifest.json`` (what is in it, with counts and checksums), ``database.dump`` (pg_dump's
custom format, which pg_restore reads without this program) and ``attachments/`` (the files of ATTACHMENTS_DIR).
"""
