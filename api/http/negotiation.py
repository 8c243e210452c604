"""Which media type an answer has: what the Accept header weighs highest (RFC 9110, 12.5.1)."""

import re
from functools import lru_cache

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"
# Where a caller likes both alike, the one whose status codes tell more comes first.
NAMED_ALIKE = (GRAPHQL_JSON, JSON)
MAX_RANGES = 50
RANGE = re.compile(r"([\w!#$&^.+-]+|\*)/([\w!#$&^.+-]+|\*)", re.ASCII)
WEIGHT = re.compile(r"(0(\.\d{0,3})?|1(\.0{0,3})?)", re.ASCII)


@lru_cache(maxsize=256)
def wanted_type(accept: str) -> str | None:
    """The media type of ours that an Accept header wants; None where it takes neither.

    Without a header, or where wildcards alone decide, it is `application/json`.
    """
    if not accept.strip():
        return JSON
    ranges = [_parsed(part) for part in accept.split(",")[:MAX_RANGES]]
    known = [found for found in ranges if found is not None]
    weights = {offered: _weight(offered, known) for offered in NAMED_ALIKE}
    best = max(weights.values())
    if best[0] == 0:
        return None
    if best[1] < len(("type", "subtype")):
        return JSON if weights[JSON] == best else GRAPHQL_JSON
    return next(offered for offered in NAMED_ALIKE if weights[offered] == best)


def _parsed(part: str) -> tuple[str, str, float] | None:
    """Type, subtype and weight of one media range; None for what is none."""
    media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
    match = RANGE.fullmatch(media_range)
    if match is None or (match[1] == "*" and match[2] != "*"):
        return None
    weight = 1.0
    for parameter in parameters:
        name, _, value = (side.strip() for side in parameter.partition("="))
        if name == "q":
            if not WEIGHT.fullmatch(value):
                return None
            weight = float(value)
        elif name == "charset" and value.strip('"') not in ("utf-8", "utf8"):
            return None
    return match[1], match[2], weight


def _weight(offered: str, ranges: list[tuple[str, str, float]]) -> tuple[float, int]:
    """Weight of a type by the most specific range that covers it, and how specific that is."""
    main, _, sub = offered.partition("/")
    best = (0.0, -1)
    for range_main, range_sub, weight in ranges:
        if range_main not in (main, "*") or range_sub not in (sub, "*"):
            continue
        specificity = (range_main != "*") + (range_sub != "*")
        if specificity > best[1]:
            best = (weight, specificity)
    return best
