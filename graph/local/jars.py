"""The jars of a Neo4j server: lock files, and a fetch that trusts nothing but their checksums."""

import asyncio
import hashlib
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx
import stamina
from jgo.maven import Artifact, MavenContext, MvnResolver, PythonResolver

from graph.local.errors import JarRefusedError, JarsUnavailableError

Progress = Callable[[int, int], None]
"""Called in the event loop with (jars at hand, jars in all)."""

# More than four connections at once gain nothing: hashing and writing are the limit by then.
_CONNECTIONS = 4
_ATTEMPTS = 4
_TIMEOUT_S = 30


@dataclass(frozen=True, slots=True, order=True)
class Jar:
    """One file of a Maven repository and its SHA-256 in hexadecimal."""

    group: str
    artifact: str
    version: str
    sha256: str
    classifier: str = ""


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
    jars = sorted(_lock_artifact(dependency.artifact) for dependency in [*roots, *rest])
    lines = ["# The jars of one Neo4j Community server. Made by graph.local.jars.write_lock."]
    lines += ["jars = [", *(f"  {{ {_toml_pairs(jar)} }}," for jar in jars), "]"]
    path.write_text("\n".join(lines) + "\n", "utf-8")


async def fetch_jars(
    jars: Sequence[Jar],
    *,
    on_progress: Progress | None = None,
    cache: Path | None = None,
    repositories: dict[str, str] | None = None,
) -> list[Path]:
    """The local path of every jar, fetched where missing and checked in any case.

    Args:
        jars: what a lock file names.
        on_progress: told after each jar.
        cache: a Maven repository folder; by default Maven's own (`M2_REPO` or `~/.m2/repository`).
        repositories: addresses by name; by default Maven Central.

    Raises:
        JarsUnavailableError: a jar is missing and cannot be fetched.
        JarRefusedError: a jar differs from the lock file, and so does what was fetched anew.
    """
    gate = asyncio.Semaphore(_CONNECTIONS)
    paths: dict[Jar, Path] = {}

    with httpx.Client(follow_redirects=True, timeout=_TIMEOUT_S) as client:
        context = MavenContext(
            resolver=_PooledResolver(client), repo_cache=cache, remote_repos=repositories
        )

        async def fetch(jar: Jar) -> None:
            async with gate:
                paths[jar] = await asyncio.to_thread(_obtain, jar, context)
            if on_progress:
                on_progress(len(paths), len(jars))

        try:
            async with asyncio.TaskGroup() as group:
                for jar in jars:
                    group.create_task(fetch(jar))
        except* (JarsUnavailableError, JarRefusedError) as failures:
            raise failures.exceptions[0] from None
    return [paths[jar] for jar in jars]


class _PooledResolver(PythonResolver):
    """jgo's resolver over one pool of connections.

    jgo opens a connection and loads the CA certificates for each request: 14 s of the 20 s that
    a whole server took. It also writes in place; here a file appears only when it is complete.
    """

    def __init__(self, client: httpx.Client) -> None:
        super().__init__()
        self._client = client

    def download(self, artifact: Artifact) -> Path:
        """Fetch the artifact into the cache, over whatever is there, from the first that has it.

        Raises:
            httpx.HTTPError: no repository gave it.
        """
        target = artifact.cached_path
        if target is None:
            raise JarsUnavailableError("Maven's cache has no folder.")
        target.parent.mkdir(parents=True, exist_ok=True)
        *mirrors, last = artifact.context.remote_repos.values()
        for repository in mirrors:
            try:
                return self._fetch(_address(repository, artifact), target)
            except httpx.HTTPError:
                continue
        return self._fetch(_address(last, artifact), target)

    def _fetch(self, address: str, target: Path) -> Path:
        for attempt in stamina.retry_context(on=_is_passing, attempts=_ATTEMPTS):
            with attempt, tempfile.TemporaryDirectory(dir=target.parent) as folder:
                part = Path(folder, target.name)
                with self._client.stream("GET", address) as response, part.open("wb") as file:
                    response.raise_for_status()
                    for chunk in response.iter_bytes():
                        file.write(chunk)
                part.replace(target)
        return target


def _obtain(jar: Jar, context: MavenContext) -> Path:
    artifact = context.project(jar.group, jar.artifact).at_version(jar.version)
    file = artifact.artifact(classifier=jar.classifier)
    try:
        path: Path = file.resolve()
        if _sha256(path) != jar.sha256:
            path = context.resolver.download(file) or path
    except (httpx.HTTPError, OSError) as error:
        raise JarsUnavailableError(
            f"Neo4j cannot be fetched from Maven Central ({jar.artifact} {jar.version}: {error}): "
            "check the network, or set MAILLAGE_GRAPH_URI to a Neo4j server that you run yourself."
        ) from error
    if _sha256(path) != jar.sha256:
        raise JarRefusedError(
            f"{path} is refused: fetched twice, its checksum is not the one in the lock file."
        )
    return path


def _address(repository: str, artifact: Artifact) -> str:
    folder = artifact.component.path_prefix.as_posix()
    return f"{repository}/{folder}/{artifact.filename}"


def _is_passing(error: Exception) -> bool:
    """Whether asking again may help: the connection failed, or the server is busy."""
    if isinstance(error, httpx.HTTPStatusError):
        code = error.response.status_code
        return code == httpx.codes.TOO_MANY_REQUESTS or code >= httpx.codes.INTERNAL_SERVER_ERROR
    return isinstance(error, httpx.TransportError)


def _lock_artifact(artifact: Artifact) -> Jar:
    return Jar(
        group=artifact.groupId,
        artifact=artifact.artifactId,
        version=artifact.version,
        sha256=_sha256(artifact.resolve()),
        classifier=artifact.classifier,
    )


def _toml_pairs(jar: Jar) -> str:
    return ", ".join(f'{name} = "{value}"' for name, value in asdict(jar).items() if value)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
