"""Lock files: the jars of one Neo4j version, each with its checksum."""

import hashlib
import shutil
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from jgo.maven import Artifact, MavenContext, MvnResolver

_HEADER = "# The jars of one Neo4j Community server. Made by graph.local.lock.write_lock."


@dataclass(frozen=True, slots=True, order=True)
class Jar:
    """One file of a Maven repository and its SHA-256 in hexadecimal."""

    group: str
    artifact: str
    version: str
    sha256: str
    classifier: str = ""

    def locate(self, context: MavenContext) -> Artifact:
        """The jar's place in a cache and in repositories."""
        component = context.project(self.group, self.artifact).at_version(self.version)
        return component.artifact(classifier=self.classifier)


def read_lock(path: Path) -> list[Jar]:
    """The jars that a lock file names, in class path order."""
    return [Jar(**entry) for entry in tomllib.loads(path.read_text("utf-8"))["jars"]]


def write_lock(version: str, path: Path) -> None:
    """Lock every jar of one Neo4j version, resolved by Maven itself.

    Maven's own command `mvn` must be installed: jgo's resolver mediates versions differently
    and adds test libraries. Only maintainers need it, once per release.
    """
    context = MavenContext(resolver=MvnResolver(Path(shutil.which("mvn") or "mvn")))
    # "!" makes jgo add the coordinate as it is, without importing its POM as managed versions.
    wanted = [
        context.create_dependency(f"org.neo4j:{artifact}:{version}!")
        for artifact in ("neo4j", "neo4j-bolt")
    ]
    roots, rest = context.resolver.resolve(wanted)
    jars = [_lock_artifact(dependency.artifact) for dependency in [*roots, *rest]]
    path.write_text(lock_text(jars), "utf-8")


def lock_text(jars: Iterable[Jar]) -> str:
    """The lock file of these jars: TOML, one line each, sorted, so that changes read well."""
    entries = (f"  {{ {_toml_pairs(jar)} }}," for jar in sorted(jars))
    return "\n".join([_HEADER, "jars = [", *entries, "]", ""])


def sha256(path: Path) -> str:
    """The checksum of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _lock_artifact(artifact: Artifact) -> Jar:
    return Jar(
        group=artifact.groupId,
        artifact=artifact.artifactId,
        version=artifact.version,
        sha256=sha256(artifact.resolve()),
        classifier=artifact.classifier,
    )


def _toml_pairs(jar: Jar) -> str:
    return ", ".join(f'{name} = "{value}"' for name, value in asdict(jar).items() if value)
