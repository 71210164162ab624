"""Understanding: what a customer wrote or said, as Rasa graph components."""
