"""The shop's rows: tables, sessions, migrations and the demonstration seed. SQLAlchemy only."""
