from typing import Any

import pytest

from api.errors import LimitError
from api.limits.values import refuse_large_variables


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = {"a": [value]}
    return {"input": value}


@pytest.mark.parametrize(
    "variables", [{}, {"a": None}, nested(4), {"a": [1] * 250}, {"a": [[1] * 100] * 90}]
)
def test_usual_variables_pass(variables: dict[str, Any]) -> None:
    refuse_large_variables(variables)


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        (nested(6), "10 levels"),
        ({"a": [1] * 251}, "251 items"),
        ({"a": {"b": [[1] * 251]}}, "251 items"),
        ({"a": [[1] * 250] * 41}, "10,000 values"),
        ({f"v{i}": i for i in range(10_001)}, "10,000 values"),
    ],
)
def test_large_variables_are_refused(variables: dict[str, Any], words: str) -> None:
    with pytest.raises(LimitError, match=words):
        refuse_large_variables(variables)


def test_an_import_may_hold_longer_lists() -> None:
    refuse_large_variables({"rows": [{}] * 500}, 500)
    with pytest.raises(LimitError, match="501 items"):
        refuse_large_variables({"rows": [{}] * 501}, 500)
