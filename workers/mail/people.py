"""Parties as mails name them."""

from datetime import datetime

from graph.models.entities import Party
from graph.repositories.reference import reference_rows
from workers.mail.typography import one_line


def name_of(party: Party) -> str:
    """Whom a mail greets: the contact person, else the party."""
    return one_line(party.contact_name) or one_line(party.name)


def is_away(party: Party, now: datetime) -> bool:
    """Whether the party has paused proposals."""
    return party.paused_until is not None and party.paused_until > now


def town_of(party: Party) -> str:
    """The commune, else the département or region by name; empty where none is known."""
    if party.commune:
        return one_line(party.commune)
    for file, code, key in (
        ("departements", party.departement, "name"),
        ("regions", party.region, "fr"),
    ):
        for row in reference_rows(file):
            if row["id"] == code:
                return str(row[key])
    return ""
