"""The staff's page: sign in, answer customers, see the day."""
