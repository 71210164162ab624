"""Aftercare: a customer-service desk for car after-sales, in Chinese."""
