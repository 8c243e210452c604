"""Asking a server, in the first bytes of its own protocol, whether it is up."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

LOOPBACK = "127.0.0.1"
_ANSWER_LIMIT_S = 1


@dataclass(frozen=True, slots=True)
class Probe:
    """What to send to a port of this machine, how many bytes must come back, and by when."""

    port: int
    hello: bytes
    answer_bytes: int
    limit_s: float
    """How long the server may take to start, in seconds."""
    log: Path
    """Where the server explains itself when it does not."""

    async def is_answered(self) -> bool:
        """Ask once."""
        try:
            async with asyncio.timeout(_ANSWER_LIMIT_S):
                reader, writer = await asyncio.open_connection(LOOPBACK, self.port)
                try:
                    writer.write(self.hello)
                    await reader.readexactly(self.answer_bytes)
                finally:
                    writer.close()
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            return False
        return True

    def last_lines(self, count: int = 5) -> str:
        """One sentence with the end of the log."""
        text = self.log.read_text("utf-8", "replace") if self.log.exists() else ""
        lines = " | ".join(text.splitlines()[-count:])
        return f"The last lines of {self.log}: {lines or 'none'}."
