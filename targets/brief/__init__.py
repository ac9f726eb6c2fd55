"""The monthly brief: pure content first (``build``), then the same content as PDF and as Word."""
