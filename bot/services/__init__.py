"""What can be done in the shop: one function is one use case and one transaction."""
