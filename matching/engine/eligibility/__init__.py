"""The hard rules: whole blocks of pairs for a run, one pair with its reasons for a why-not."""

from matching.engine.eligibility.masks import Eligibility
from matching.engine.eligibility.pair import failed_rules

__all__ = ["Eligibility", "failed_rules"]
