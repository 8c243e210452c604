"""A way to a server that can be cut while connections are open."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

Cut = Callable[[], None]


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def detour(uri: str) -> AsyncIterator[tuple[str, Cut]]:
    """Another address of the server at `uri`, and what cuts it off for good."""
    target = urlsplit(uri)
    writers: list[asyncio.StreamWriter] = []

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(target.hostname, target.port)
        writers.extend([writer, back])
        await asyncio.gather(_pipe(reader, back), _pipe(there, writer))

    server = await asyncio.start_server(relay, "127.0.0.1", 0)

    def cut() -> None:
        server.close()
        for writer in writers:
            writer.transport.abort()

    port = server.sockets[0].getsockname()[1]
    try:
        yield f"{target.scheme}://127.0.0.1:{port}", cut
    finally:
        cut()
        await server.wait_closed()
