"""``make chaos``: one fault after the other under load, and after each nothing may be lost.

``__main__`` is the command; ``stage`` the soak's server with production's settings and a database that stays away;
``scene`` what a fault has at hand: the people at work, what they may be refused, what must hold afterwards;
``database``, ``process``, ``clients``, ``mail`` and ``upload`` the faults; ``report`` the table.
"""
