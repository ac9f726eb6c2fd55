"""Spreadsheets in and out: XLSX and CSV."""
