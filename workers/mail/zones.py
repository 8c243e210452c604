"""Where the clock of a party stands. Pure."""

from datetime import time
from typing import Final
from zoneinfo import ZoneInfo

from graph.lifecycle.timing import zone_name
from graph.models.entities import Party

TUESDAY: Final = 1
MORNING: Final = time(9)


def zone_of(party: Party) -> ZoneInfo:
    """The zone that the party chose, or that of its département."""
    return ZoneInfo(zone_name(party.time_zone, party.departement))
