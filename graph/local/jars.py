"""The jars of a Neo4j server: cached for good, and trusted by nothing but their checksums.

jgo knows Maven's cache and addresses. Its own download opens a connection and loads the CA
certificates for each request, which is 14 s of the 20 s that a whole server takes, and it writes
in place. Here one pool of connections serves all, and only a complete, right file appears.
"""

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path

import httpx
import stamina
from jgo.constants import MAVEN_CENTRAL_URL
from jgo.maven import MavenContext

from graph.local.errors import JarRefusedError, JarsUnavailableError
from graph.local.lock import Jar, sha256

Progress = Callable[[int, int], None]
"""Called in the event loop with (jars at hand, jars in all)."""

# More connections gain nothing: hashing and writing are the limit by then.
_CONNECTIONS = 4
_ATTEMPTS = 4
_TIMEOUT_S = 30


async def fetch_jars(
    jars: Sequence[Jar],
    *,
    on_progress: Progress | None = None,
    cache: Path | None = None,
    repository: str = MAVEN_CENTRAL_URL,
) -> list[Path]:
    """The local path of every jar, each checked now, and fetched where it is missing or wrong.

    Args:
        jars: what a lock file names.
        on_progress: told at the start and after each jar that is fetched.
        cache: a Maven repository folder; by default Maven's own (`M2_REPO` or `~/.m2/repository`).
        repository: the address of a Maven repository.

    Raises:
        JarsUnavailableError: a jar cannot be fetched.
        JarRefusedError: what was fetched is not what the lock file names.
    """
    context = MavenContext(repo_cache=cache, remote_repos={"only": repository})
    missing = await asyncio.to_thread(_find_missing, jars, context)
    at_hand = count(len(jars) - len(missing))

    def report() -> None:
        if on_progress:
            on_progress(next(at_hand), len(jars))

    report()
    if missing:
        await _fetch_all(missing, context, report)
    return [_cached_path(jar, context) for jar in jars]


async def _fetch_all(
    missing: Sequence[Jar], context: MavenContext, report: Callable[[], None]
) -> None:
    gate = asyncio.Semaphore(_CONNECTIONS)
    with await asyncio.to_thread(_open_client) as client:

        async def fetch(jar: Jar) -> None:
            async with gate:
                await asyncio.to_thread(_fetch, jar, context, client)
            report()

        try:
            async with asyncio.TaskGroup() as group:
                for jar in missing:
                    group.create_task(fetch(jar))
        except ExceptionGroup as failures:
            # They fail alike, and one sentence is enough.
            raise failures.exceptions[0] from None


def _open_client() -> httpx.Client:
    return httpx.Client(follow_redirects=True, timeout=_TIMEOUT_S)


def _find_missing(jars: Sequence[Jar], context: MavenContext) -> list[Jar]:
    paths = {jar: _cached_path(jar, context) for jar in jars}
    return [jar for jar, path in paths.items() if not path.exists() or sha256(path) != jar.sha256]


def _cached_path(jar: Jar, context: MavenContext) -> Path:
    artifact = jar.locate(context)
    return context.repo_cache / artifact.component.path_prefix / artifact.filename


def _fetch(jar: Jar, context: MavenContext, client: httpx.Client) -> None:
    path = _cached_path(jar, context)
    (repository,) = context.remote_repos.values()
    address = f"{repository}/{path.relative_to(context.repo_cache).as_posix()}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            part = Path(folder, path.name)
            _download(address, part, client)
            if sha256(part) != jar.sha256:
                raise JarRefusedError(
                    f"{address} is refused: its checksum is not the one in Maillage's lock file."
                )
            part.replace(path)
    except (httpx.HTTPError, OSError) as error:
        raise JarsUnavailableError(
            f"A part of Neo4j cannot be fetched from {address} ({_reason(error)}): check the network, "
            "or set MAILLAGE_GRAPH_URI to a Neo4j server that you run yourself."
        ) from error


def _download(address: str, target: Path, client: httpx.Client) -> None:
    for attempt in stamina.retry_context(on=_is_passing, attempts=_ATTEMPTS):
        with attempt, client.stream("GET", address) as response, target.open("wb") as file:
            response.raise_for_status()
            for chunk in response.iter_bytes():
                file.write(chunk)


def _is_passing(error: Exception) -> bool:
    """Whether asking again may help: the connection failed, or the server is busy."""
    if isinstance(error, httpx.HTTPStatusError):
        code = error.response.status_code
        return code == httpx.codes.TOO_MANY_REQUESTS or code >= httpx.codes.INTERNAL_SERVER_ERROR
    return isinstance(error, httpx.TransportError)


def _reason(error: Exception) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f"status {error.response.status_code}"
    return str(error) or type(error).__name__
