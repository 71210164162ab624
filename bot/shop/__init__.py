"""The shop's rules in pure Python: no database, no network, no Rasa; the time is passed in."""
