"""Asking a server whether it is up."""

import asyncio
from pathlib import Path

from graph.local.ports import choose_port
from graph.local.probe import LOOPBACK, Probe


async def _echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(await reader.readexactly(4))
    writer.close()


async def _hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


def _probe(port: int, log: Path = Path("none.log")) -> Probe:
    return Probe(port, b"ping", 4, 1, log)


async def test_a_server_that_answers_is_up() -> None:
    async with await asyncio.start_server(_echo, LOOPBACK, port := choose_port()):
        assert await _probe(port).is_answered()


async def test_a_server_that_hangs_up_is_not() -> None:
    async with await asyncio.start_server(_hang_up, LOOPBACK, port := choose_port()):
        assert not await _probe(port).is_answered()


async def test_nobody_is_not() -> None:
    assert not await _probe(choose_port()).is_answered()


def test_the_log_is_quoted_from_its_end(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    log.write_text("one\ntwo\nthree\n")
    assert _probe(1, log).last_lines(2) == f"The last lines of {log}: two | three."


def test_a_missing_log_is_said_to_hold_nothing(tmp_path: Path) -> None:
    assert _probe(1, tmp_path / "x").last_lines() == f"The last lines of {tmp_path / 'x'}: none."
