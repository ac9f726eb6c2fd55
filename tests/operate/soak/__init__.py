"""``make soak``: fifty editors write at once, the server is killed in the middle, and nothing may be lost.

``__main__`` is the command, ``stage`` its own server and database, ``editor`` and ``reviewer`` one person each,
``form`` the page as a browser reads it, ``ledger`` what was sent and answered, ``check`` whether the database agrees,
``report`` the figures. Against the server it uses the standard library only.
"""
