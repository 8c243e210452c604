"""The bounds of one request, each with its unit in its name."""

# Of the text, before it is parsed.
MAX_CHARACTERS = 15_000
MAX_TOKENS = 1_000
MAX_DIGITS = 40
MAX_NESTING = 60  # brackets of any kind, one in another

# Of the parsed document, before it is validated.
MAX_DEPTH = 10
MAX_SCHEMA_DEPTH = 20  # the usual introspection query of front-end tools is 13 deep
MAX_ALIASES = 15
MAX_DIRECTIVES = 50
MAX_DIRECTIVES_AT_ONE_PLACE = 4
MAX_FIELDS = 280  # fragments put in: what is larger and wrong takes too long to validate
MAX_SAME_FIELDS = 400  # pairs of fields with one name: validation compares each
MAX_OPERATIONS = 10
MAX_FRAGMENTS = 50
MAX_VARIABLES = 50
MAX_VALUE_DEPTH = 10  # lists and objects in arguments
MAX_LITERAL_FIELDS = 100  # of objects in one argument: each mistake in it is told with all of it
MAX_ARRAY_ITEMS = 250
MAX_IMPORT_ITEMS = 1_000  # of a list in an import, which tells itself how many rows it takes
MAX_VALUES = 10_000  # in all variables of a request
MAX_IMPORT_VALUES = 50_000

MAX_SCHEMA_ROOTS = 3  # `__schema` and `__type`, whose lists are as long as the schema
MAX_MISTAKES = 5  # told of one document

# Of what it asks for, before it is executed.
MAX_NODES = 10_000
ASSUMED_ITEMS = 10  # of a list that no argument bounds

# Of the request around it.
MAX_BODY_BYTES = 100_000
MAX_IMPORT_BYTES = 1_000_000
MAX_BYTES_OF_STRANGERS = 4_000  # without a key or a token
MAX_OPERATION_NAME_CHARACTERS = 200

SCHEMA_FIELDS = frozenset({"__schema", "__type", "__typename"})
