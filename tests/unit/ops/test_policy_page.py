from matching.policy.page import table
from tests.unit.ops.files import text_of


def test_the_page_has_every_parameter_with_its_bounds() -> None:
    assert table() in text_of("docs/policy.md"), "put what `maillage policy fields` prints there"
