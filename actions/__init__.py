"""What the bot does: one module a skill. Slots in, one service call, an utterance out."""
