"""The password of a local server: made once, kept in a file that only its owner reads."""

import os
import secrets
import subprocess
from collections.abc import Sequence
from pathlib import Path

from graph.local.errors import LocalServerError, ServerStartError
from graph.local.release import java_command

USER = "neo4j"
_LIMIT_S = 60


def ensure_password(home: Path, jars: Sequence[Path]) -> str:
    """The password kept in the home; made and given to the server before its first start.

    Neo4j's own administration command sets it, so there is no moment at which the server
    answers to a known password.

    Raises:
        LocalServerError: the data are there, but the file with their password is not.
        ServerStartError: the command failed.
    """
    file = home / "password"
    has_users = (home / "data" / "databases" / "system").exists()
    if has_users:
        if not file.exists():
            raise LocalServerError(
                f"{file} is missing, and the data in {home} cannot be opened without it."
            )
        return file.read_text("ascii").strip()
    # Hexadecimal: a first character such as "-" would mean something on a command line.
    _write_private(file, secrets.token_hex(24))
    _set_initial_password(home, jars, file)
    return file.read_text("ascii").strip()


def _write_private(file: Path, text: str) -> None:
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode=0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(f"{text}\n")


def _set_initial_password(home: Path, jars: Sequence[Path], file: Path) -> None:
    # "@file" makes the command read the argument from the file: the list of processes, which
    # everybody on the machine can read, does not show it.
    command = java_command(
        jars,
        # A process of one second gains nothing from the second compiler.
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "org.neo4j.cli.AdminTool",
        *("dbms", "set-initial-password", f"@{file.absolute()}"),
    )
    home = home.absolute()
    done = subprocess.run(  # noqa: S603 - our own command
        command,
        env={**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_LIMIT_S,
        check=False,
    )
    if done.returncode:
        raise ServerStartError(f"Neo4j did not take its first password: {done.stderr.strip()}")
