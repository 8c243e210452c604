"""What comes back: reports that a mail was not delivered, or not welcome."""
