from tests.unit.ops.files import settings, text_of


def test_every_setting_is_described_where_it_is_declared() -> None:
    assert [name for name, told in settings().items() if not told] == []


def test_the_page_of_settings_has_every_setting_with_its_description() -> None:
    page = text_of("docs/settings.md")
    rows = {f"| `{name}` | {told} |" for name, told in settings().items()}
    assert {row for row in rows if row not in page} == set()
