import hashlib

import pytest

from graph.migrate import all_migrations, parse

SOURCE = """// Two of them; and a note with a semicolon;
CREATE INDEX a IF NOT EXISTS
  FOR (n:A) ON (n.x);
// Between.
CREATE INDEX b IF NOT EXISTS FOR (n:B) ON (n.x);
"""


def test_a_file_is_split_into_statements() -> None:
    migration = parse("0007_two_indexes.cypher", SOURCE)
    assert (migration.number, migration.name) == (7, "two_indexes")
    assert migration.statements == (
        "CREATE INDEX a IF NOT EXISTS\n  FOR (n:A) ON (n.x)",
        "CREATE INDEX b IF NOT EXISTS FOR (n:B) ON (n.x)",
    )


def test_the_checksum_is_of_the_whole_text() -> None:
    migration = parse("0007_two.cypher", SOURCE)
    assert migration.checksum == hashlib.sha256(SOURCE.encode()).hexdigest()
    assert parse("0007_two.cypher", SOURCE + "\n").checksum != migration.checksum


@pytest.mark.parametrize("name", ["7_two.cypher", "two.cypher", "0007_two.cql", "0007-two.cypher"])
def test_a_name_is_a_number_and_words(name: str) -> None:
    with pytest.raises(ValueError, match="0001_words"):
        parse(name, SOURCE)


def test_numbers_have_no_gap() -> None:
    numbers = [migration.number for migration in all_migrations()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_migration_that_was_broken_off_can_be_done_again() -> None:
    statements = [s for migration in all_migrations() for s in migration.statements]
    assert statements
    # What is there already is left alone: of the schema, and of values that are filled in.
    marks = ("IF NOT EXISTS", "IF EXISTS", "IS NULL\nSET ")
    assert [s for s in statements if not any(mark in s for mark in marks)] == []
