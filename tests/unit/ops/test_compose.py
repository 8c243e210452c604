import re
import subprocess
import sys

import pytest

from cli.commands import PLACES
from graph.local.release import RELEASES
from matching.embedding import EmbeddingSettings
from tests.unit.ops.files import (
    CLASSES,
    ROOT,
    example_values,
    our_services,
    services,
    settings,
    text_of,
    version,
)
from workers.settings import MailSettings

EXACT_TAG = re.compile(r"[a-z0-9/]+:v?\d+\.\d+\.\d+(-[a-z0-9]+)*")
LOOPBACK = "127.0.0.1:"


def test_the_compose_file_follows_the_specification() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run(  # noqa: S603 - a tool of this environment
        [*command, "docker-compose.yml"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_our_services_run_commands_that_exist() -> None:
    asked = {name: service["command"][0] for name, service in our_services().items()}
    assert asked == {"migrate": "migrate", "api": "serve", "worker": "worker"}
    assert set(asked.values()) <= set(PLACES)


def test_the_image_starts_a_command_that_exists() -> None:
    found = re.search(r'^CMD \["(\w+)"\]$', text_of("Dockerfile"), re.MULTILINE)
    assert found is not None
    assert found[1] in PLACES


@pytest.mark.parametrize("name", ["migrate", "api", "worker"])
def test_our_services_set_settings_that_exist(name: str) -> None:
    environment = our_services()[name]["environment"]
    assert environment
    assert set(environment) <= set(settings())


@pytest.mark.parametrize("name", ["Dockerfile", ".env.example", "README.md", "docker-compose.yml"])
def test_every_setting_that_is_named_exists(name: str) -> None:
    named = set(re.findall(r"\bMAILLAGE_[A-Z_]+[A-Z]\b", text_of(name)))
    of_the_tests = {"MAILLAGE_TEST_GRAPH_URI", "MAILLAGE_TEST_GRAPH_PASSWORD"}
    assert named
    assert named - of_the_tests <= set(settings())


def test_images_are_pinned_to_one_version() -> None:
    images = [service["image"] for service in services().values()]
    images += re.findall(r"^FROM (\S+)", text_of("Dockerfile"), re.MULTILINE)
    assert [image for image in images if not EXACT_TAG.fullmatch(image)] == []


def test_the_image_carries_the_version_of_the_project() -> None:
    assert {service["image"] for service in our_services().values()} == {f"maillage:{version()}"}


def test_production_runs_the_neo4j_that_the_tests_run() -> None:
    assert services()["neo4j"]["image"] == f"neo4j:{RELEASES['current'].version}"


def test_ports_are_open_to_this_machine_only() -> None:
    ports = [port for service in services().values() for port in service.get("ports", [])]
    assert ports
    assert [port for port in ports if not port.startswith(LOOPBACK)] == []


def test_nobody_waits_for_a_service_without_a_check() -> None:
    waits = [
        (name, wait["condition"])
        for service in services().values()
        for name, wait in service.get("depends_on", {}).items()
    ]
    unchecked = [
        name
        for name, condition in waits
        if condition == "service_healthy" and "test" not in services()[name]["healthcheck"]
    ]
    assert waits
    assert unchecked == []


def test_the_example_names_every_value_that_must_be_given() -> None:
    required = set(re.findall(r"\$\{([A-Z_]+):\?", text_of("docker-compose.yml")))
    assert required == {
        "MAILLAGE_GRAPH_PASSWORD",
        "MAILLAGE_SECRET_KEY",
        "MAILLAGE_PUBLIC_URL",
        "MAILLAGE_MAIL_SENDER",
        "MAILLAGE_MAIL_SMTP_HOST",
    }
    assert required <= set(example_values())


def test_the_example_gives_no_secret() -> None:
    values = example_values()
    secrets = [name for name in values if re.search(r"PASSWORD|SECRET|API_KEY", name)]
    assert secrets
    assert [name for name in secrets if values[name]] == []


def test_the_worker_accepts_the_example(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in example_values().items():
        if value:
            monkeypatch.setenv(name, value)
    monkeypatch.setenv("MAILLAGE_MAIL_TRANSPORT", "SMTP")
    mail = MailSettings(_env_file=None)
    assert (mail.smtp_host, mail.smtp_port, mail.smtp_security.value) == ("mail", 1025, "NONE")
    assert "mail" in services()


def test_the_image_embeds_in_the_space_of_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    given = dict(re.findall(r"(MAILLAGE_EMBEDDING_\w+)=(\S+)", text_of("Dockerfile")))
    default = EmbeddingSettings(_env_file=None)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    image = EmbeddingSettings(_env_file=None)
    assert image.engine.value == "SENTENCE_TRANSFORMERS"
    assert image.vector_space == default.vector_space


def test_every_variable_is_of_the_project_and_sets_one_thing() -> None:
    names = [
        f"{made.model_config['env_prefix']}{field}".upper()
        for made in CLASSES
        for field in made.model_fields
    ]
    assert len(set(names)) == len(names)
    assert all(name.startswith("MAILLAGE_") for name in names)
