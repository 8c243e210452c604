"""The bounds of one request, each with its unit in its name."""

MAX_CHARACTERS = 15_000
MAX_TOKENS = 1_000
MAX_DEPTH = 10
MAX_SCHEMA_DEPTH = 20  # the usual introspection query of front-end tools is 13 deep
MAX_ALIASES = 15
MAX_DIRECTIVES = 50
MAX_FIELDS = 1_000
MAX_REPEATED = 20  # validation compares fields of one name in pairs
MAX_BODY_BYTES = 100_000
MAX_IMPORT_BYTES = 1_000_000
SCHEMA_FIELDS = frozenset({"__schema", "__type", "__typename"})
MAX_OPERATION_NAME_CHARACTERS = 200
