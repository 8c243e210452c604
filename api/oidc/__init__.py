"""People whom a network's own sign-in service knows: OpenID Connect's tokens, checked here."""
