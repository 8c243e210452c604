"""Who is shown to whom: an ascending auction for a b-matching, with a proof of its quality."""

from matching.engine.auction.ascending import Allocation, allocate
from matching.engine.auction.bound import certify
from matching.engine.auction.first_cards import grant_first_cards
from matching.engine.auction.online import bid_online
from matching.engine.auction.problem import Problem

__all__ = ["Allocation", "Problem", "allocate", "bid_online", "certify", "grant_first_cards"]
