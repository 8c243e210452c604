"""The domain's words: closed vocabularies, inputs that are validated, entities that are read."""
