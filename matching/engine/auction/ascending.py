"""The ascending auction.

Bertsekas, "Auction algorithms for network flow problems", Computational Optimization and
Applications 1 (1992), with several slots per bidder and several places per object. Each seeker
with a free slot bids on its best net value, up to the point where its next best is as good, plus
epsilon; each giver keeps its highest bids, and its price is the lowest of them once it is full.

All who wait bid at once (Jacobi's order): a round is a few passes over the arcs of those who wait,
and the bound on what is lost, epsilon per card, is that of bids one by one.
"""

from dataclasses import dataclass

from matching.engine.auction.bidders import Bidders
from matching.engine.auction.books import Books
from matching.engine.auction.problem import Problem
from matching.engine.parallel import Check, go_on
from matching.engine.types import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Allocation:
    """The chosen arcs (positions in the problem's arcs, ascending), and prices, (givers,)."""

    chosen: IntArray
    prices: FloatArray
    n_bids: int


def allocate(problem: Problem, check: Check = go_on) -> Allocation:
    """Run the auction to its end; the same problem gives the same allocation."""
    bidders, books = Bidders(problem), Books(problem)
    waiting = bidders.all_with_a_use()
    n_bids = 0
    while len(waiting):
        check()
        arcs, bids = bidders.bid(waiting, books.prices)
        n_bids += len(arcs)
        lost = books.enter(arcs, bids)
        waiting = bidders.release(lost)
    return Allocation(books.held(), books.prices, n_bids)
