"""The date functions of APOC, which the peer's texts call, as a small plug-in of the local server.

Whole APOC jars clash with the server's; its `apoc.date` classes alone do not.
"""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from jgo.maven import MavenContext

VERSION = "5.26.19"
WANTED = ("apoc/date/", "apoc/util/DateFormatUtil", "apoc/util/DateParseUtil")


def write_plugin(home: Path) -> None:
    """Writes the plug-in into a server's home, before the server starts."""
    folder = home / "plugins"
    folder.mkdir(parents=True, exist_ok=True)
    with ZipFile(folder / "apoc-date.jar", "w", ZIP_DEFLATED) as plugin:
        for artifact in ("apoc-core", "apoc-common"):
            project = MavenContext().project("org.neo4j.procedure", artifact)
            with ZipFile(project.at_version(VERSION).artifact().resolve()) as jar:
                for name in jar.namelist():
                    if name.startswith(WANTED) and name.endswith(".class"):
                        plugin.writestr(name, jar.read(name))
