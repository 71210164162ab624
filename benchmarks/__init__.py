"""Aftercare measured beside a plain Rasa bot on the same data, domain, actions and database."""
