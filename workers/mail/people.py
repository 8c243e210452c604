"""Parties as mails name them."""

from datetime import date, datetime
from email.headerregistry import Address

from graph.models.entities import Party
from graph.repositories.reference import reference_rows
from workers.mail.typography import one_line
from workers.mail.zones import zone_of


def name_of(party: Party) -> str:
    """Whom a mail greets: the contact person, else the party."""
    return one_line(party.contact_name) or one_line(party.name)


def address_of(name: str, email: str) -> Address:
    """The address as a header shows it; accents in the domain are spelled in ASCII (RFC 3490)."""
    box, _, domain = email.rpartition("@")
    return Address(name, box, domain.encode("idna").decode("ascii"))


def is_away(party: Party, now: datetime) -> bool:
    """Whether the party has paused proposals."""
    return party.paused_until is not None and party.paused_until > now


def day_of(moment: datetime, party: Party) -> date:
    """The date at a moment where the party is."""
    return moment.astimezone(zone_of(party)).date()


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
