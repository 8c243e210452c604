"""The folder that a mail server puts reports into, in Maildir format."""

from pathlib import Path

from workers.mail.bounces.reading import MOST_BYTES

MOST_FILES = 500


def waiting(path: Path) -> list[str]:
    """The names of messages that nobody has read yet, oldest first, at most 500."""
    folder = path / "new"
    if not folder.is_dir():
        return []
    return sorted(file.name for file in folder.iterdir() if file.is_file())[:MOST_FILES]


def content_of(path: Path, name: str) -> bytes:
    """The beginning of a message; what is longer than any report is not read on."""
    with (path / "new" / name).open("rb") as file:
        return file.read(MOST_BYTES)


def put_away(path: Path, name: str) -> None:
    """Marks a message as read: it is kept where people find it."""
    (path / "cur").mkdir(exist_ok=True)
    (path / "new" / name).rename(path / "cur" / f"{name.partition(':')[0]}:2,S")
