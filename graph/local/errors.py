"""What can go wrong with a server that is started here, each as one sentence for the reader."""


class LocalServerError(Exception):
    """A local server could not be fetched, started or kept running."""


class JarsUnavailableError(LocalServerError):
    """The server's jars are neither cached nor can they be fetched."""


class JarRefusedError(LocalServerError):
    """A jar is not the one that the lock file names."""


class HomeInUseError(LocalServerError):
    """Another server already uses the home directory."""


class ServerStartError(LocalServerError):
    """The server ended, or stayed silent, instead of answering."""
