"""A month's figures as they are typed: cell and sentences are pure; told and rows print what is on record."""
