"""Reading a page as a browser and a screen reader would, strictly."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "input", "br", "base", "img", "hr"})
REFERENCES = ("aria-labelledby", "aria-describedby", "for")
Attributes = dict[str, str | None]


@dataclass
class Element:
    """One element with all the text inside it."""

    tag: str
    attributes: Attributes
    text: str = ""


@dataclass
class Markup(HTMLParser):
    """A page's elements in order; `faults` says what is wrong with it."""

    source: str
    elements: list[Element] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[Element] = []
        self.feed(self.source)
        self.close()
        self.faults += [f"<{element.tag}> is left open" for element in self._open]
        self._look_at_ids()
        self._look_at_controls()
        self._look_at_landmarks()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len({name for name, _ in attrs}) < len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        element = Element(tag, dict(attrs))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1].tag != tag:
            self.faults.append(f"</{tag}> closes nothing")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """The elements of a tag with these attributes."""
        return [
            element
            for element in self.elements
            if element.tag == tag and attributes.items() <= element.attributes.items()
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        """The only such element."""
        (found,) = self.all(tag, **attributes)
        return found

    def value(self, name: str) -> str:
        """What the first control of this name holds."""
        control = next(e for e in self.elements if e.attributes.get("name") == name)
        is_text = control.tag == "textarea"
        return control.text.lstrip("\n") if is_text else control.attributes.get("value") or ""

    def _ids(self) -> list[str]:
        return [e.attributes["id"] or "" for e in self.elements if "id" in e.attributes]

    def _look_at_ids(self) -> None:
        ids = self._ids()
        self.faults += [f"id {name} is used twice" for name in set(ids) if ids.count(name) > 1]
        for element in self.elements:
            named = [i for key in REFERENCES for i in (element.attributes.get(key) or "").split()]
            href = element.attributes.get("href") or ""
            named += [href[1:]] if href.startswith("#") else []
            self.faults += [
                f"<{element.tag}> names {i}, which is nowhere" for i in named if i not in ids
            ]

    def _look_at_controls(self) -> None:
        labelled = {e.attributes.get("for") for e in self.all("label")}
        for element in self.elements:
            is_control = element.tag in ("input", "textarea", "select")
            is_hidden = element.attributes.get("type") == "hidden"
            if is_control and not is_hidden and element.attributes.get("id") not in labelled:
                self.faults.append(f"a control has no label: {element.attributes}")
            if element.tag in ("button", "a", "summary", "legend", "title", "h1", "h2", "h3"):
                self.faults += [] if element.text.strip() else [f"<{element.tag}> says nothing"]
            if element.tag == "iframe" and not element.attributes.get("title"):
                self.faults.append("a frame has no title")

    def _look_at_landmarks(self) -> None:
        for tag in ("html", "title", "header", "main", "h1", "footer"):
            if len(self.all(tag)) != 1:
                self.faults.append(f"{len(self.all(tag))} <{tag}>, not one")
        self.faults += [] if self.one("html").attributes.get("lang") else ["no language"]
        self.faults += [f"<{tag}> is there" for tag in ("script", "style") if self.all(tag)]
        for element in self.elements:
            self.faults += [
                f"{n} on <{element.tag}>" for n in element.attributes if n.startswith("on")
            ]
            self.faults += ["an inline style"] if "style" in element.attributes else []
