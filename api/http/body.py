"""What comes in, bounded."""

from cross_web import HTTPException
from starlette.types import Message, Receive

from api.limits.bounds import MAX_IMPORT_BYTES


def limited(receive: Receive) -> Receive:
    """Receives a body of bounded size. Raises HTTPException beyond it."""
    received = 0

    async def bounded() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > MAX_IMPORT_BYTES:
            raise HTTPException(413, f"Send at most {MAX_IMPORT_BYTES:,} bytes at once.")
        return message

    return bounded
