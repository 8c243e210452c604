"""The files of operation, and every setting there is."""

import re
import tomllib
from pathlib import Path
from typing import Any

import yaml
from pydantic_settings import BaseSettings

from api.settings import ApiSettings
from graph.settings import GraphSettings, LocalSettings, ServiceSettings
from matching.embedding import EmbeddingSettings
from workers.settings import MailSettings, WorkerSettings

ROOT = Path(__file__).parents[3]
CLASSES: tuple[type[BaseSettings], ...] = (
    ServiceSettings,
    LocalSettings,
    GraphSettings,
    EmbeddingSettings,
    ApiSettings,
    WorkerSettings,
    MailSettings,
)


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(text_of("docker-compose.yml"))["services"]
    return found


def our_services() -> dict[str, Any]:
    return {name: service for name, service in services().items() if "build" in service}


def settings() -> dict[str, str]:
    """The description of every setting by the name of its environment variable."""
    return {
        f"{made.model_config['env_prefix']}{name}".upper(): field.description or ""
        for made in CLASSES
        for name, field in made.model_fields.items()
    }


def example_values() -> dict[str, str]:
    """What `.env.example` sets, and what it shows behind a `#`."""
    return dict(re.findall(r"^#?([A-Z_]+)=(.*)$", text_of(".env.example"), re.MULTILINE))


def version() -> str:
    found: str = tomllib.loads(text_of("pyproject.toml"))["project"]["version"]
    return found
