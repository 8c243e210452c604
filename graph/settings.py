"""Where the graph is and how long we wait for it."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class GraphSettings(BaseSettings):
    """Read from the environment, prefix `MAILLAGE_GRAPH_`. Without a URI the local server is run."""

    model_config = SettingsConfigDict(env_prefix="MAILLAGE_GRAPH_", env_file=".env", extra="ignore")

    uri: str | None = Field(
        None, description="Bolt address of Neo4j, for example bolt://localhost:7687"
    )
    user: str = Field("neo4j", description="Neo4j user")
    password: SecretStr = Field(SecretStr(""), description="Neo4j password")
    database: str = Field("neo4j", description="Neo4j database")
    query_timeout_s: float = Field(10.0, gt=0, description="Longest time of one query, in seconds")
    connect_timeout_s: float = Field(3.0, gt=0, description="Longest wait for a connection")
    retry_s: float = Field(5.0, ge=0, description="How long a write is retried after a deadlock")
    pool_size: int = Field(20, ge=1, description="Most connections of one process")


class ServiceSettings(BaseSettings):
    """What the API and the workers must agree on. Prefix `MAILLAGE_`."""

    model_config = SettingsConfigDict(env_prefix="MAILLAGE_", env_file=".env", extra="ignore")

    secret_key: SecretStr = Field(
        ..., min_length=16, description="Signs the links in mails; the same for API and workers"
    )
    public_url: str = Field(
        "http://127.0.0.1:8000",
        description="Address under which people reach the API and its pages",
    )


class LocalSettings(BaseSettings):
    """Where this machine keeps the data of its local servers. Prefix `MAILLAGE_`."""

    model_config = SettingsConfigDict(env_prefix="MAILLAGE_", env_file=".env", extra="ignore")

    data_dir: Path = Field(Path(".maillage"), description="Where the local servers keep their data")
