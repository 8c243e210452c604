"""Documents that no honest caller sends: each with the code that it is refused with.

They are made by rules, so that their sizes can be seen; a request is a document, variables, or
the bytes of a body.
"""

from dataclasses import dataclass
from typing import Any

import orjson

LIMIT = "LIMIT_EXCEEDED"
INVALID = "INVALID_DOCUMENT"
BAD = "BAD_REQUEST"
TOO_LARGE = "BODY_TOO_LARGE"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A request with the code of its refusal."""

    name: str
    code: str
    body: bytes


def document(name: str, code: str, text: str, variables: Any = None) -> Hostile:
    """A request by its document."""
    return Hostile(name, code, orjson.dumps({"query": text, "variables": variables}))


def nested(levels: int, field: str = "a", innermost: str = "b") -> str:
    """A field in a field in a field."""
    return f"{{{f'{field}{{' * (levels - 1)}{innermost}{'}' * levels}"


def fragments(count: int, body: str) -> str:
    """Fragments f0, f1 …, whose bodies may name their own number and the next."""
    made = (f"fragment f{i} on Query {{ {body.format(i=i, next=i + 1)} }}" for i in range(count))
    return " ".join(made)


def spread(count: int) -> str:
    """A spread of each of so many fragments."""
    return " ".join(f"...f{i}" for i in range(count))


def words(count: int, word: str = "f{i}", start: int = 0) -> str:
    """A word for each number."""
    return " ".join(word.format(i=i) for i in range(start, start + count))


PAGE = "needs(first: 100) { nodes { %s } }"
PARTY = "party { needs(first: 100) { nodes { %s } } }"
TYPE_OF = "type { " * 12 + "name" + " }" * 12


def of_depth() -> list[Hostile]:
    """Deep ones."""
    return [
        document("depth of 11", LIMIT, nested(11, "viewer", "keyName")),
        document("depth of 50", LIMIT, nested(50)),
        document("depth of 480", LIMIT, nested(480)),
        document("depth of 7,000", LIMIT, "{a" * 7_000),
        document("unclosed brackets", LIMIT, "{" * 15_000),
        document(
            "depth by fragments", INVALID, "{ a { ...f0 } } " + fragments(14, "a {{ ...f{next} }}")
        ),
        document("depth by inline fragments", LIMIT, "{ " + "... { " * 25 + "a" + " }" * 26),
        document(
            "depth of an unused fragment",
            LIMIT,
            f"{{ viewer {{ keyName }} }} fragment f on Query {nested(20)}",
        ),
        document("depth of a list", LIMIT, "{ node(id: " + "[" * 400 + "]" * 400 + ") { id } }"),
        document(
            "depth of an object",
            LIMIT,
            "{ node(id: " + "{a: " * 200 + "1" + "}" * 200 + ") { id } }",
        ),
        document(
            "depth of a list within bounds of the text",
            LIMIT,
            "{ node(id: " + "[" * 50 + "1" + "]" * 50 + ") { id } }",
        ),
        document(
            "depth of a type",
            LIMIT,
            f"query($a: {'[' * 300}Int{']' * 300}) {{ viewer {{ keyName }} }}",
        ),
    ]


def of_width() -> list[Hostile]:
    """Wide ones."""
    return [
        document("characters", LIMIT, "{ " + "x" * 20_000 + " }"),
        document("tokens", LIMIT, "{ " + "viewer { keyName } " * 400 + "}"),
        document("comments", LIMIT, "#\n" * 7_000 + "{ viewer { keyName } }"),
        document("commas and spaces", LIMIT, ", " * 8_000 + "{ viewer { keyName } }"),
        document("aliases", LIMIT, "{ " + words(100, "a{i}: viewer {{ keyName }}") + " }"),
        document("aliases of a leaf", LIMIT, "{ " + words(300, "a{i}: __typename") + " }"),
        document(
            "aliases by fragments",
            LIMIT,
            "{ "
            + words(10, "p{i}: viewer {{ ...f }}")
            + " } fragment f on Viewer { x: keyName y: keyHint }",
        ),
        document("the same field", LIMIT, "{ " + "viewer " * 500 + "}"),
        document("the same leaf", LIMIT, "{ viewer { " + "keyName " * 900 + "} }"),
        document("unknown fields", INVALID, "{ " + words(900, "needz{i}") + " }"),
        document(
            "unknown fields below", INVALID, "{ viewer { " + words(900, "keyNama{i}") + " } }"
        ),
        document(
            "unknown arguments", INVALID, "{ viewer(" + words(300, "a{i}: 1") + ") { keyName } }"
        ),
        document(
            "unknown variables",
            INVALID,
            "{ node(id: $x) { id } nodes(ids: [" + words(200, "$a{i}") + "]) { id } }",
        ),
        document(
            "unused variables",
            LIMIT,
            "query(" + words(250, "$a{i}: Int") + ") { viewer { keyName } }",
        ),
        document("a long list", LIMIT, "{ nodes(ids: [" + '"x" ' * 900 + "]) { id } }"),
        document(
            "a long object",
            LIMIT,
            "mutation { registerNeed(input: {"
            + words(300, "a{i}: 1")
            + "}) { ... on UserError { errors { code } } } }",
        ),
        document("a long string", INVALID, '{ node(id: "' + "x" * 14_900 + '") }'),
        document("a long block string", INVALID, '{ node(id: """' + "x\n" * 7_000 + '""") }'),
        document("escapes", INVALID, '{ node(id: "' + "\\u0041" * 2_400 + '") }'),
        document("a long number", LIMIT, "{ needs(first: " + "9" * 14_000 + ") { nodes { id } } }"),
        document("operations", LIMIT, words(200, "query q{i} {{ a }}")),
        document(
            "fields of a need", LIMIT, "{ " + " ".join(PAGE % "id title" for _ in range(40)) + " }"
        ),
        document("nodes", LIMIT, "{ " + PAGE % (PARTY % "id") + " }"),
        document(
            "nodes by variables",
            LIMIT,
            "query($n: Int!) { needs(first: $n) { nodes { party { name } suggestions(first: $n) { id offer { party { name } } } } } }",
            {"n": 100},
        ),
    ]


def of_fragments() -> list[Hostile]:
    """Fragments in each other, and many of them."""
    return [
        document("a fragment in itself", LIMIT, "{ ...f } fragment f on Query { ...f }"),
        document(
            "two fragments in each other",
            LIMIT,
            "{ ...f0 } fragment f0 on Query { ...f1 } fragment f1 on Query { ...f0 }",
        ),
        document(
            "a long circle",
            LIMIT,
            "{ ...f0 } " + fragments(40, "...f{next}") + " fragment f40 on Query { ...f0 }",
        ),
        document(
            "an unused circle", INVALID, "{ viewer { keyName } } fragment f on Query { a { ...f } }"
        ),
        document(
            "doubling fragments",
            LIMIT,
            "{ ...f0 } "
            + fragments(9, "...f{next} ...f{next}")
            + " fragment f9 on Query { viewer { keyName } }",
        ),
        document(
            "quadratic fragments",
            LIMIT,
            "{ "
            + spread(40)
            + " } "
            + fragments(
                40,
                words(20, "...f{{i}}").replace("{i}", "{{i}}").replace("...f{{i}}", "...f{next}"),
            ),
        ),
        document("many fragments", LIMIT, "{ " + spread(90) + " } " + fragments(90, "__typename")),
        document("a chain of fragments", LIMIT, "{ ...f0 } " + fragments(90, "...f{next}")),
        document("unknown fragments", INVALID, "{ " + spread(400) + " }"),
        document(
            "unused fragments", LIMIT, "{ viewer { keyName } } " + fragments(120, "__typename")
        ),
        document(
            "operations by fragments",
            LIMIT,
            words(60, "query q{i} {{ ...f0 ...f1 ...f2 }}") + fragments(3, "viewer {{ keyName }}"),
        ),
        document(
            "fragments on unknown types", LIMIT, "{ " + words(200, "... on T{i} {{ a }}") + " }"
        ),
        document("empty inline fragments", LIMIT, "{ " + "... { ... { __typename } } " * 120 + "}"),
    ]


def of_overlap() -> list[Hostile]:
    """Fields whose merging is compared in pairs."""
    pair = "viewer { network { name } } "
    return [
        document("overlapping fields", LIMIT, "{ " + pair * 60 + "}"),
        document("overlapping fields, deep", LIMIT, "{ " + "a { b { c { d } } } " * 60 + "}"),
        document(
            "overlapping aliases",
            LIMIT,
            "{ "
            + words(15, "x: viewer {{ keyName }} x: node(id: {i}) {{ id }}").replace(
                "x: viewer", "viewer"
            )
            + " }",
        ),
        document(
            "overlapping inline fragments",
            LIMIT,
            "{ " + "... on Query { viewer { keyName } } " * 90 + "}",
        ),
        document(
            "overlap by fragments",
            LIMIT,
            "{ " + spread(45) + " } " + fragments(45, "viewer {{ keyName }}"),
        ),
    ]


def of_directives() -> list[Hostile]:
    """Directives in numbers."""
    return [
        document(
            "directives at one place",
            LIMIT,
            "{ viewer " + "@include(if: true) " * 90 + "{ keyName } }",
        ),
        document(
            "unknown directives at one place", LIMIT, "{ viewer " + "@aa" * 10 + " { keyName } }"
        ),
        document(
            "directives at many places",
            LIMIT,
            "{ viewer { " + words(60, "keyName @skip(if: false)") + " } }",
        ),
        document(
            "directives of an operation", LIMIT, "query " + "@a " * 300 + "{ viewer { keyName } }"
        ),
        document(
            "directives of fragments",
            LIMIT,
            "{ " + words(30, "... @include(if: true) @skip(if: false) {{ __typename }}") + " }",
        ),
        document("unknown directives", INVALID, "{ viewer { " + words(6, "keyName @x{i}") + " } }"),
    ]


def of_introspection() -> list[Hostile]:
    """The schema, over and over."""
    return [
        document(
            "the schema in a circle",
            INVALID,
            "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }",
        ),
        document(
            "a type in a circle",
            INVALID,
            '{ __type(name: "Query") { fields { type { fields { type { fields { name } } } } } } }',
        ),
        document(
            "the schema again and again",
            LIMIT,
            "{ " + words(10, "a{i}: __schema {{ types {{ name }} }}") + " }",
        ),
        document(
            "types again and again",
            LIMIT,
            "{ " + words(10, 'a{i}: __type(name: "Query") {{ fields {{ name }} }}') + " }",
        ),
        document(
            "a deep type",
            LIMIT,
            '{ __type(name: "Query") { ' + "ofType { " * 25 + "name" + " }" * 27,
        ),
    ]


def deep_json(levels: int) -> bytes:
    """Variables in variables."""
    inner = b'{"a":' * levels + b"1" + b"}" * levels
    return b'{"query": "{ viewer { keyName } }", "variables": ' + inner + b"}"


def of_bodies() -> list[Hostile]:
    """Bodies and variables."""
    viewer = "{ viewer { keyName } }"
    return [
        Hostile("deep variables", LIMIT, deep_json(100)),
        Hostile("deeper variables", BAD, deep_json(30_000)),
        Hostile("lists in lists", BAD, b"[" * 90_000),
        document("long lists in variables", LIMIT, viewer, {"a": [1] * 40_000}),
        document(
            "many variables",
            LIMIT,
            viewer,
            {f"v{i}": i for i in range(6_000)} | {"l": [[1] * 200] * 60},
        ),
        document("a long string in variables", TOO_LARGE, viewer, {"a": "x" * 200_000}),
        document("5 MB", TOO_LARGE, viewer, {"a": "x" * 5_000_000}),
        Hostile("5 MB of spaces", TOO_LARGE, b" " * 5_000_000),
        Hostile("a batch", BAD, orjson.dumps([{"query": viewer}] * 500)),
        Hostile("no UTF-8", BAD, b'{"query": "\xff\xfe{ viewer }"}'),
        Hostile("UTF-16", BAD, '{"query": "{ viewer { keyName } }"}'.encode("utf-16")),
        Hostile("a lone surrogate", BAD, b'{"query": "{ node(id: \\"\\ud800\\") { id } }"}'),
        Hostile(
            "a byte order mark before the body", BAD, b"\xef\xbb\xbf" + b'{"query": "{ viewer }"}'
        ),
        Hostile("not a number", BAD, b'{"query": "{ viewer }", "variables": {"a": NaN}}'),
        Hostile(
            "keys in thousands",
            LIMIT,
            orjson.dumps(
                {
                    "query": viewer,
                    "variables": {str(i): 0 for i in range(9_990)}
                    | {"x": {str(i): 0 for i in range(99)}},
                }
            ),
        ),
    ]


def of_signs() -> list[Hostile]:
    """Signs that are none of the language."""
    return [
        document("NUL", INVALID, "{ viewer\x00{ keyName } }"),
        document("NUL in thousands", INVALID, "\x00" * 14_000),
        document("byte order marks", INVALID, "\ufeff" * 14_000),
        document("a byte order mark within a name", INVALID, "{ vie\ufeffwer { keyName } }"),
        document("right to left", INVALID, "{ \u202eviewer { keyName } }"),
        document("look-alike letters", INVALID, "{ vi\u0435wer { keyName } }"),
        document("full-width brackets", INVALID, "\uff5b viewer \uff5d"),
        document("emoji", INVALID, "\U0001f680" * 7_000),
        document("quotes", INVALID, '"' * 999),
        document("backslashes", INVALID, "\\" * 14_000),
        document("an open string", INVALID, '{ node(id: "' + "x" * 14_000),
        document("an open block string", INVALID, '{ node(id: """' + '\\"""' * 3_000),
        document("definitions of a schema", INVALID, "type A { b: Int } " * 9),
        document("definitions of a schema in number", LIMIT, "scalar A " * 300),
        document("a subscription", INVALID, "subscription { matchEvents { id } }"),
        document("nothing but a comment", INVALID, "# nothing"),
    ]


HOSTILE = [
    *of_depth(),
    *of_width(),
    *of_fragments(),
    *of_overlap(),
    *of_directives(),
    *of_introspection(),
    *of_bodies(),
    *of_signs(),
]
