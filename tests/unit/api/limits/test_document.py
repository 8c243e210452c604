import pytest
from graphql import get_introspection_query, parse

from api.errors import LimitError
from api.limits.bounds import MAX_TOKENS
from api.limits.document import root_fields


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
    document = f"{{ a {{ b {{ c {{ d {{ ...f }} }} }} }} }} fragment f on T {{ {inner} }}"
    assert root_fields(parse(document)) == {"a"}
    with pytest.raises(LimitError, match="10 levels"):
        root_fields(parse(document.replace("...f }", "e { ...f } }", 1)))


def test_the_schema_may_be_asked_deeper_than_data() -> None:
    assert root_fields(parse(get_introspection_query())) == {"__schema"}
    with pytest.raises(LimitError, match="10 levels"):
        root_fields(parse(f"{{ __typename needs {nested(10)} }}"))


def test_aliases_count_wherever_a_fragment_is_used() -> None:
    fragment = "fragment f on T { x: a y: b }"
    assert root_fields(parse(f"{{ {' '.join(f'p{i} {{ ...f }}' for i in range(7))} }} {fragment}"))
    with pytest.raises(LimitError, match="15 aliases"):
        root_fields(parse(f"{{ {' '.join(f'p{i} {{ ...f }}' for i in range(8))} }} {fragment}"))


def test_directives_are_bounded() -> None:
    with pytest.raises(LimitError, match="50 directives"):
        root_fields(parse("{ a" + " @include(if: true)" * 51 + " }"))


@pytest.mark.parametrize(
    "document",
    [
        "{ ...a } fragment a on Q { ...a }",
        "{ ...a } fragment a on Q { ...b } fragment b on Q { ...a }",
        "{ x } fragment a on Q { y { ...a } }",
        "{ x { ...a } } fragment a on Q { y { ...b } } fragment b on Q { y { ...a } }",
    ],
)
def test_circles_end(document: str) -> None:
    with pytest.raises(LimitError):
        root_fields(parse(document))


def doubling(depth: int) -> str:
    """Each fragment uses the next one twice: 2^depth fields from a few lines."""
    parts = [f"fragment f{i} on Q {{ ...f{i + 1} ...f{i + 1} }}" for i in range(depth)]
    return " ".join(["{ ...f0 }", *parts, f"fragment f{depth} on Q {{ a }}"])


def many_spreads() -> str:
    """Many fragments side by side: validation compares all pairs of them."""
    parts = [f"fragment f{i} on Q {{ a{i} }}" for i in range(100)]
    return " ".join(["{", *(f"...f{i}" for i in range(100)), "}", *parts])


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
    assert len(root_fields(parse(many_spreads()))) == 100
