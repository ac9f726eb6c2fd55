"""The read API under ``/api/v1/``: what the pages say, for programs. It reads and never writes."""
