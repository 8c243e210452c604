"""Parties as mails name them."""

from datetime import date, datetime
from email.headerregistry import Address
from typing import Final

from graph.models.entities import Party
from graph.repositories.reference import reference_rows
from workers.mail.typography import excerpt, one_line, short
from workers.mail.zones import zone_of

MOST_NAME: Final = 78
"""A line of a header (RFC 5322); what is longer is nobody's name."""


def name_of(party: Party) -> str:
    """Whom a mail greets: the contact person, else the party."""
    return short(party.contact_name) or short(party.name)


def address_of(name: str, email: str) -> Address:
    """The address as a header shows it; accents in the domain are spelled in ASCII (RFC 3490)."""
    box, _, domain = email.rpartition("@")
    return Address(excerpt(one_line(name), MOST_NAME), box, domain.encode("idna").decode("ascii"))


def is_away(party: Party, now: datetime) -> bool:
    """Whether the party has paused proposals."""
    return party.paused_until is not None and party.paused_until > now


def day_of(moment: datetime, party: Party) -> date:
    """The date at a moment where the party is."""
    return moment.astimezone(zone_of(party)).date()


def town_of(party: Party) -> str:
    """The commune, else the département or region by name; empty where none is known."""
    if party.commune:
        return short(party.commune)
    for file, code, key in (
        ("departements", party.departement, "name"),
        ("regions", party.region, "fr"),
    ):
        for row in reference_rows(file):
            if row["id"] == code:
                return str(row[key])
    return ""
