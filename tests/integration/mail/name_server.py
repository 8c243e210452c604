"""A real name server on the loopback interface that knows a few texts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
from dns.asyncresolver import Resolver

Texts = dict[str, list[str]]
MOST_PIECE = 255


class NameServer(asyncio.DatagramProtocol):
    """Answers TXT questions; what it does not know does not exist. `is_mute`: it fails instead."""

    def __init__(self, texts: Texts, *, is_mute: bool) -> None:
        self._texts, self._is_mute = texts, is_mute
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # asyncio's own class for it is no subclass of its interface.
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        query = dns.message.from_wire(data)
        answer = dns.message.make_response(query)
        name = query.question[0].name
        known = self._texts.get(name.to_text(omit_final_dot=True))
        if self._is_mute:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif known is None:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        elif known:
            records = [" ".join(f'"{piece}"' for piece in pieces(text)) for text in known]
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", *records))
        assert self._transport is not None
        self._transport.sendto(answer.to_wire(), addr)


def pieces(text: str) -> list[str]:
    """A long text as DNS holds it: in pieces."""
    return [text[at : at + MOST_PIECE] for at in range(0, len(text), MOST_PIECE)]


@asynccontextmanager
async def open_name_server(texts: Texts, *, is_mute: bool = False) -> AsyncIterator[Resolver]:
    """A resolver that asks nobody but this server."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        lambda: NameServer(texts, is_mute=is_mute), local_addr=("127.0.0.1", 0)
    )
    resolver = Resolver(configure=False)
    resolver.nameservers = ["127.0.0.1"]
    resolver.port = transport.get_extra_info("sockname")[1]
    try:
        yield resolver
    finally:
        transport.close()
        await asyncio.sleep(0)
