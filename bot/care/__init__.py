"""The clockwork: what the shop does on its own, such as telling customers what has changed."""
