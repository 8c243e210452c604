import pytest
from graphql import Lexer, Source, TokenKind, get_introspection_query
from hypothesis import given
from hypothesis import strategies as st

from api.errors import LimitError
from api.limits.text import TOKEN, refuse_large_text

PIECES = ["query", "A", "(", ")", "{", "}", "[", "]", "$", ":", "=", "!", "@", "&", "|", "..."]
VALUES = [
    "-1.5e+3",
    "0",
    '"a \\" b"',
    '""',
    '"""a "" \\""" b"""',
    '"""\n\n"""',
    '"\\u00e9"',
    "\ufeff",
]


def tokens_of(text: str) -> list[str]:
    lexer, found = Lexer(Source(text)), []
    while (token := lexer.advance()).kind != TokenKind.EOF:
        found.append(text[token.start : token.end])
    return found


@given(st.lists(st.sampled_from(PIECES + VALUES), max_size=40))
def test_tokens_are_those_of_the_language(pieces: list[str]) -> None:
    text = " ".join(pieces)
    assert [match.group() for match in TOKEN.finditer(text)] == tokens_of(text)


@given(st.text(max_size=300))
def test_any_text_is_read_to_its_end(text: str) -> None:
    refuse_large_text(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x" * 15_001, "15000 characters"),
        ("x " * 1_001, "1000 tokens"),
        ("#\n" * 1_001, "1000 tokens"),
        ("{" * 61, "nested too deeply"),
        ("[{(" * 21, "nested too deeply"),
    ],
)
def test_large_texts_are_refused(text: str, words: str) -> None:
    with pytest.raises(LimitError, match=words):
        refuse_large_text(text)


@pytest.mark.parametrize(
    "text", ["x " * 1_000, "{ } " * 400, '"' + "{" * 100 + '"', "#" + "{" * 100, '"""' + "{" * 99]
)
def test_brackets_count_where_they_nest(text: str) -> None:
    refuse_large_text(text)


def test_the_usual_introspection_is_short_enough() -> None:
    refuse_large_text(get_introspection_query())
