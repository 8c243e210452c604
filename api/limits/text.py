"""A text that is too long, too finely cut or too deep is refused before it is parsed."""

import re

from api.errors import LimitError
from api.limits.bounds import MAX_CHARACTERS, MAX_DIGITS, MAX_NESTING, MAX_TOKENS

# GraphQL's tokens (October 2021, 2.1), loosely: the parser tells what is none. Comments count,
# for they cost as much. Possessive quantifiers keep the time linear.
TOKEN = re.compile(
    r"""
      (?P<open>[\[({])
    | (?P<close>[\])}])
    | (?P<number> -? [0-9]++ (?: \.[0-9]++ )? (?: [eE][+-]?[0-9]++ )? )
    | (?P<other>
        [A-Za-z_][A-Za-z0-9_]*+
      | \"{3} [^"\\]*+ (?: (?: \\\"{3} | \\ | "(?!"") ) [^"\\]*+ )*+ (?:\"{3})?
      | " (?: [^"\\\r\n] | \\[^\r\n] )*+ "?
      | \#[^\r\n]*+
      | \.\.\.
      | [!$&:=@|]
      )
    """,
    re.VERBOSE | re.ASCII,
)


def refuse_large_text(text: str) -> None:
    """Raises LimitError for a document beyond the bounds of its text."""
    if len(text) > MAX_CHARACTERS:
        raise LimitError(f"This document is longer than {MAX_CHARACTERS} characters.")
    depth = 0
    for number, token in enumerate(TOKEN.finditer(text), 1):
        if number > MAX_TOKENS:
            raise LimitError(f"This document has more than {MAX_TOKENS} tokens: ask for less.")
        if token.lastgroup == "open":
            depth += 1
            if depth > MAX_NESTING:
                raise LimitError("This document is nested too deeply: ask for less at once.")
        elif token.lastgroup == "close":
            depth -= 1
        elif token.lastgroup == "number" and token.end() - token.start() > MAX_DIGITS:
            raise LimitError(f"A number in this document has more than {MAX_DIGITS} digits.")
