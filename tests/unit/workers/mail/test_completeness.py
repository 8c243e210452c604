"""What the HTML part of a mail says, its text part says too, and both are sound."""

import re
from html.parser import HTMLParser

import pytest
from justhtml import JustHTML

from graph.models.vocabulary import Language
from tests.unit.workers.mail.every_mail import EVERY_MAIL, HEADERS, MAKERS
from tests.unit.workers.mail.strict_html import StrictHTML, parts
from workers.mail.content import Mail
from workers.mail.identity import PLAIN
from workers.mail.rendering import _part, render

# The subject says it; and what a link to a mail program is called.
SAID_ELSEWHERE = {"title", "h1"}


class Sentences(HTMLParser):
    """The pieces of text between tags; those of links into mail programs are left out."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._around: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_to_mail = tag == "a" and (dict(attrs)["href"] or "").startswith("mailto:")
        if tag not in {"br", "meta", "img"}:
            self._around.append("mailto" if is_to_mail else tag)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  # the parser's signature
        self._around.pop()

    def handle_data(self, data: str) -> None:
        if not SAID_ELSEWHERE.union({"mailto"}).intersection(self._around) and plain(data):
            self.pieces.append(plain(data))


def plain(text: str) -> str:
    """Without differences of white space, case, and the marks of lists."""
    return re.sub(r"\s+", " ", text).strip(" :").casefold()


@pytest.mark.parametrize("mail", EVERY_MAIL)
def test_every_sentence_link_and_name_of_the_html_is_in_the_text(mail: Mail) -> None:
    text, html = parts(render(mail, HEADERS))
    source = render(mail, HEADERS).get_body(("html",))
    assert source is not None
    pieces = Sentences(source.get_content()).pieces
    addresses = [link.removeprefix("mailto:") for link in html.links]

    assert len(pieces) > 5
    assert [piece for piece in pieces if piece not in plain(text)] == []
    assert [address for address in addresses if address not in text] == []


@pytest.mark.parametrize("mail", EVERY_MAIL)
def test_the_text_reads_well(mail: Mail) -> None:
    text, _ = parts(render(mail, HEADERS))
    subject = str(render(mail, HEADERS)["Subject"])

    assert "<" not in re.sub(r"camera inspection <\d>|<tri>", "", text.casefold())
    assert "\n\n\n" not in text
    assert not [line for line in text.splitlines() if line != line.rstrip() and line != "-- "]
    # Long links stand alone, so that no mail program breaks a sentence with one.
    assert not [line for line in text.splitlines() if re.search(r"\S\s+https://maillage", line)]
    assert 10 < len(subject) < 130


@pytest.mark.parametrize("mail", EVERY_MAIL)
def test_html_is_sound_before_and_after_its_styles_are_put_inline(mail: Mail) -> None:
    source = _part(mail, "body.html", PLAIN)
    sent = render(mail, HEADERS).get_body(("html",))
    assert sent is not None

    assert StrictHTML(source).error is None
    assert JustHTML(source, strict=True).errors == []
    assert JustHTML(sent.get_content(), strict=True).errors == []
    assert "<style" not in sent.get_content()
    assert 'class="act"' in source or "/a/" not in source
    assert "style=" in sent.get_content()
    assert "style=" not in source


def test_both_languages_of_a_mail_have_the_same_shape() -> None:
    for make in MAKERS.values():
        french, english = (parts(render(make(language), HEADERS))[1] for language in Language)
        shapes = [
            [tag for tag, name, _ in html.attributes if name == "style"]
            for html in (french, english)
        ]
        assert shapes[0] == shapes[1]
        assert french.text != english.text
