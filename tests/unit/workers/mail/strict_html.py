"""A parser that refuses HTML whose tags are not closed in order."""

from email.message import EmailMessage
from html.parser import HTMLParser

VOID = {"meta", "br", "img"}


class StrictHTML(HTMLParser):
    """Collects text, links and tags; `error` says what was wrong first."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.error: str | None = None
        self.texts: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(source)
        self.close()
        if self.open and self.error is None:
            self.error = f"left open: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.error = self.error or f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        """All text, white space collapsed, no-break spaces kept."""
        return " ".join(word for word in "".join(self.texts).replace("\n", " ").split(" ") if word)

    @property
    def links(self) -> list[str]:
        return [value for tag, name, value in self.attributes if (tag, name) == ("a", "href")]


def parts(message: EmailMessage) -> tuple[str, StrictHTML]:
    """The text part, and the HTML part read strictly."""
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    return text.get_content(), StrictHTML(html.get_content())
