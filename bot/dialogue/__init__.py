"""What Rasa's dialogue needs beyond the stock: one policy, one tracker store, one faster check."""
