"""The database of evaluation mode: Django's PostgreSQL backend on a server that this project starts by itself.

``server`` has the life of the server and its races, ``base`` is the Django backend (``ENGINE: "daqing1369.embedded"``).
"""
