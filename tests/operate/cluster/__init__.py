"""``make cluster``: two applications on a cluster of three databases; the primary is killed, and nothing may be lost.

``packages.sh`` sees to the programs, ``plan`` writes their configurations, ``engine`` runs and kills them, ``__main__``
is the command. docs/high-availability.md explains the set-up.
"""
