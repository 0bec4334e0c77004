"""The messengers on which a dialogue is played: the fake one, and every real channel."""
