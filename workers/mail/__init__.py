"""The outbox's mails: what they say, how they are handed over, and what became of them."""
