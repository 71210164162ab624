"""How well a trained model understands any Rasa NLU file: `python -m bot.nlu.evaluation FILE…`."""
