"""A mutation that is sent twice under one key happens once, and is answered the same."""

from api.idempotency.once import answer_once

__all__ = ["answer_once"]
