"""What goes wrong with mails by a fault of ours."""


class UnwritableMailError(Exception):
    """A mail cannot be put into words; the message is for staff, and holds nothing of the mail."""


def described(error: Exception) -> str:
    """Which template is broken and where; of other errors the kind only: they may hold texts."""
    name, line = getattr(error, "name", None), getattr(error, "lineno", None)
    where = f" in {name}, line {line}" if name and line else f" in {name}" if name else ""
    return f"the mail cannot be written: {type(error).__name__}{where}"
