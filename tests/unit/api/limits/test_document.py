import pytest
from graphql import DocumentNode, build_schema, get_introspection_query, parse

from api.errors import LimitError, UnknownNamesError
from api.limits.bounds import MAX_TOKENS
from api.limits.document import analyze

NAMES = [*"abcdexy", *(f"p{i}" for i in range(10)), *(f"a{i}" for i in range(100)), "needs"]
SCHEMA = build_schema("type Query { " + " ".join(f"{name}: Query" for name in NAMES) + " }")


def root_fields(document: DocumentNode) -> set[str]:
    operations = analyze(SCHEMA, document)
    return set().union(*(operation.root_fields for operation in operations))


def nested(levels: int) -> str:
    return "{" + "a{" * (levels - 1) + "b" + "}" * levels


def test_root_fields_are_found_through_fragments() -> None:
    document = parse("{ a ...f ... { c } } fragment f on Query { x: b }")
    assert root_fields(document) == {"a", "b", "c"}


def test_an_alias_does_not_hide_a_root_field() -> None:
    assert root_fields(parse("{ __schema: needs { id } }")) == {"needs"}


def test_the_depth_is_bounded() -> None:
    assert root_fields(parse(nested(10))) == {"a"}
    with pytest.raises(LimitError, match="10 levels"):
        root_fields(parse(nested(11)))


def test_the_depth_counts_through_fragments() -> None:
    inner = nested(6).removeprefix("{").removesuffix("}")
    document = f"{{ a {{ b {{ c {{ d {{ ...f }} }} }} }} }} fragment f on Query {{ {inner} }}"
    assert root_fields(parse(document)) == {"a"}
    with pytest.raises(LimitError, match="10 levels"):
        root_fields(parse(document.replace("...f }", "e { ...f } }", 1)))


def test_the_schema_may_be_asked_deeper_than_data() -> None:
    assert root_fields(parse(get_introspection_query())) == {"__schema"}
    with pytest.raises(LimitError, match="10 levels"):
        root_fields(parse(f"{{ __typename needs {nested(10)} }}"))


def test_aliases_count_wherever_a_fragment_is_used() -> None:
    fragment = "fragment f on Query { x: a y: b }"
    assert root_fields(parse(f"{{ {' '.join(f'p{i} {{ ...f }}' for i in range(7))} }} {fragment}"))
    with pytest.raises(LimitError, match="15 aliases"):
        root_fields(parse(f"{{ {' '.join(f'p{i} {{ ...f }}' for i in range(8))} }} {fragment}"))


def test_directives_are_bounded() -> None:
    four = " @include(if: true)" * 4
    assert root_fields(parse(f"{{ {' '.join(f'a{i}{four}' for i in range(12))} }}"))
    with pytest.raises(LimitError, match="50 directives"):
        root_fields(parse(f"{{ {' '.join(f'a{i}{four}' for i in range(13))} }}"))
    with pytest.raises(LimitError, match="at one place"):
        root_fields(parse(f"{{ a{four} @skip(if: true) }}"))


def test_fields_that_several_types_share_may_be_asked_of_each() -> None:
    parts = " ".join(f"... on T{i} {{ a b c }}" for i in range(12))
    assert root_fields(parse(f"{{ {parts} }}")) == {"a", "b", "c"}


def test_many_unknown_fields_are_not_counted_to_the_end() -> None:
    assert root_fields(parse("{ u1 u2 u3 u4 u5 }"))
    with pytest.raises(UnknownNamesError, match="'u6' is not in type 'Query'"):
        root_fields(parse("{ u1 u2 u3 u4 u5 u6 }"))


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (" ".join(f"query q{i} {{ a }}" for i in range(11)), "10 operations"),
        ("query(" + " ".join(f"$v{i}: Int" for i in range(51)) + ") { a }", "50 variables"),
        ("{ a(x: " + "[" * 11 + "1" + "]" * 11 + ") }", "10 levels deep"),
        ("{ a(x: " + "{a: " * 11 + "1" + "}" * 11 + ") }", "10 levels deep"),
        ("{ a(x: [" + "1 " * 251 + "]) }", "251 items"),
        ("query($v: [Int] = [" + "1 " * 251 + "]) { a }", "251 items"),
        ("{ a @x(y: [" + "1 " * 251 + "]) }", "251 items"),
    ],
)
def test_other_parts_are_bounded(document: str, words: str) -> None:
    with pytest.raises(LimitError, match=words):
        root_fields(parse(document))


@pytest.mark.parametrize(
    "document",
    [
        "{ ...a } fragment a on Query { ...a }",
        "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }",
        "{ x } fragment a on Query { y { ...a } }",
        "{ x { ...a } } fragment a on Query { y { ...b } } fragment b on Query { y { ...a } }",
    ],
)
def test_circles_end(document: str) -> None:
    with pytest.raises(LimitError):
        root_fields(parse(document))


def doubling(depth: int) -> str:
    """Each fragment uses the next one twice: 2^depth fields from a few lines."""
    parts = [f"fragment f{i} on Query {{ ...f{i + 1} ...f{i + 1} }}" for i in range(depth)]
    return " ".join(["{ ...f0 }", *parts, f"fragment f{depth} on Query {{ a }}"])


def many_spreads(count: int) -> str:
    """Many fragments side by side: validation compares all pairs of them."""
    parts = [f"fragment f{i} on Query {{ a{i} }}" for i in range(count)]
    return " ".join(["{", *(f"...f{i}" for i in range(count)), "}", *parts])


HOSTILE = {
    "doubling": doubling(9),
    "repeated": "{ " + "a " * 900 + "}",
    "nested pairs": "{ " + "a { b { c } } " * 100 + "}",
    "inline": "{ " + "... { ... { a } } " * 100 + "}",
}


@pytest.mark.parametrize("document", HOSTILE.values(), ids=HOSTILE)
def test_hostile_documents_are_refused_before_validation(document: str) -> None:
    with pytest.raises(LimitError):
        root_fields(parse(document, max_tokens=MAX_TOKENS))


def test_fragments_side_by_side_are_bounded() -> None:
    assert len(root_fields(parse(many_spreads(50)))) == 50
    with pytest.raises(LimitError, match="50 fragments"):
        root_fields(parse(many_spreads(51)))


def test_the_usual_introspection_has_room_in_all_its_forms() -> None:
    text = get_introspection_query(
        specified_by_url=True,
        directive_is_repeatable=True,
        schema_description=True,
        input_value_deprecation=True,
    )
    assert root_fields(parse(text)) == {"__schema"}
