"""Where the clock of a party stands. Pure."""

from datetime import time
from typing import Final
from zoneinfo import ZoneInfo

from graph.models.entities import Party

USUAL: Final = "Europe/Paris"
OVERSEAS: Final = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "976": "Indian/Mayotte",
}
"""The clocks of the départements that do not keep the time of Paris."""
TUESDAY: Final = 1
MORNING: Final = time(9)


def zone_of(party: Party) -> ZoneInfo:
    """The zone of the party's département."""
    return ZoneInfo(OVERSEAS.get(party.departement or "", USUAL))
