"""Cypher has one home, every query one use, and tenants are kept apart in every text."""

import ast
import re
from pathlib import Path

import pytest

from graph.named import Query, all_queries
from tests.architecture.source import FLOORS, ROOT, calls, modules, strings, text_files

REFERENCE = {
    "get_establishment_by_siret",
    "list_places",
    "list_sectors",
    "upsert_establishments",
    "upsert_places",
    "upsert_reference_skills",
    "upsert_sectors",
}
SYSTEM = {
    # Migrations are of the whole graph.
    "await_indexes",
    "constrain_migration_lock",
    "list_applied_migrations",
    "list_indexes_not_online",
    "lock_migrations",
    "record_migration",
    "unlock_migrations",
    # Who is it? The answer is the tenant.
    "create_tenant",
    "get_api_key_by_hash",
    "get_tenant_by_slug",
    "list_issuers_by_url",
    "list_tenants",
    # A person is one in all networks: the locks of their address, and when they were asked.
    "is_person_asked",
    "lock_persons",
    # The sweeper looks for work of all tenants; it gets ids, never data.
    "delete_expired_requests",
    "find_mail",
    "get_oldest_due_mail",
    "list_abandoned_runs",
    "list_due_mails",
    "list_engagements_to_follow",
    "list_expired_proposals",
    "list_tenants_with_due_searches",
    "list_tenants_with_tasks",
    "list_overdue_needs",
    "list_unreminded_mails",
    "settle_lost_mails",
}
QUERIES = sorted(all_queries().values(), key=lambda query: query.name)
TENANT_LABELS = (
    r"Party|Need|Offer|Match|Engagement|Outbox|Event|Run|RunInputs|Policy|StagedCards|Task|"
    r"Embedding|ApiKey|Program|Issuer|Request|TrustedDocument|SavedSearch|AskingRule|MailIdentity"
)
CYPHER = re.compile(
    r"\b(MATCH|MERGE|CREATE|UNWIND)\s*\(|\bDETACH DELETE\b|\bUNWIND \$|\b(CREATE|DROP) (INDEX|CONSTRAINT)"
)


def test_the_queries_that_no_tenant_bounds_are_listed_here() -> None:
    of_scope = {
        scope: {query.name for query in QUERIES if query.scope == scope}
        for scope in ("reference", "system")
    }
    assert of_scope == {"reference": REFERENCE, "system": SYSTEM}


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_query_says_what_it_does(query: Query) -> None:
    assert re.fullmatch(r"[A-Z].{10,}[.;,\w]", query.description)
    assert re.fullmatch(r"[a-z]+(_[a-z]+)+", query.name)


@pytest.mark.parametrize(
    "query", [q for q in QUERIES if q.scope == "tenant"], ids=lambda query: query.name
)
def test_a_tenants_query_binds_the_tenant(query: Query) -> None:
    code = "\n".join(line for line in query.text.splitlines() if not line.startswith("//"))
    assert "$tenant_id" in code


@pytest.mark.parametrize(
    "query", [q for q in QUERIES if q.scope == "reference"], ids=lambda query: query.name
)
def test_a_reference_query_touches_nothing_of_a_tenant(query: Query) -> None:
    assert not re.search(rf":({TENANT_LABELS})\b", query.text)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_query_that_returns_a_page_has_an_order_and_a_limit(query: Query) -> None:
    is_page = "$after" in query.text
    assert not is_page or re.search(r"ORDER BY [\s\S]*LIMIT \$limit", query.text)


def _names_run(tree: ast.AST) -> set[str]:
    """First arguments of `read`, `write`, `run`, and of our own methods that pass one on."""
    runs = calls(tree, "read", "write", "upsert", "run", "_by_subject")
    first = [call.args[0] for call in runs if call.args]
    listed = [call.args[1] for call in calls(tree, "read_page", "read_pages") if call.args]
    passed = [call.args[1] for call in calls(tree, "read_count", "write_noted") if call.args]
    # A list is read in both directions, each by its own text.
    both = {f"{name}_ascending" for name in _constants(listed)}
    return _constants([*first, *listed, *passed]) | both


def _constants(nodes: list[ast.expr]) -> set[str]:
    return {str(node.value) for node in nodes if isinstance(node, ast.Constant)}


def test_every_query_is_used() -> None:
    used = set().union(*(_names_run(tree) for tree in modules(*FLOORS).values()))
    assert set(all_queries()) - used == set()


def test_every_name_is_a_query() -> None:
    named = set().union(*(_names_run(tree) for tree in modules("graph").values()))
    snake = {name for name in named if re.fullmatch(r"[a-z]+(_[a-z]+)+", name)}
    assert snake - set(all_queries()) == set()


def test_cypher_lives_in_cypher_files() -> None:
    found = [
        f"{path}:{literal.lineno}"
        for path, tree in modules(*FLOORS).items()
        for literal in strings(tree)
        if CYPHER.search(str(literal.value))
    ]
    assert found == []


def test_only_migrations_run_a_statement() -> None:
    found = {
        str(path) for path, tree in modules(*FLOORS).items() if any(calls(tree, "run_statement"))
    }
    assert found == {"graph/migrate.py"}


def test_no_query_is_run_for_one_thing_after_the_other() -> None:
    """A loop over batches (`range`) or pages (`while`) is fine; migrations go one by one."""
    found = {
        str(path)
        for path, tree in modules("graph", "matching", "api").items()
        for loop in ast.walk(tree)
        if isinstance(loop, ast.For | ast.AsyncFor) and not any(calls(loop.iter, "range"))
        for call in calls(
            ast.Module(body=loop.body, type_ignores=[]), "read", "write", "upsert", "run"
        )
        if call.args and getattr(call.args[0], "value", None) in all_queries()
    }
    assert found == {"graph/migrate.py"}


def test_cypher_is_read_from_the_two_folders_only() -> None:
    homes = {path.parent for path in text_files() if path.suffix == ".cypher"}
    assert homes == {Path("graph/queries"), Path("graph/migrations")}
    assert (ROOT / "graph/queries").is_dir()


def test_a_page_is_cut_before_it_is_collected() -> None:
    """`LIMIT` after `collect` bounds the one record, and reads the whole list."""
    late = re.compile(r"RETURN collect\((?:(?!RETURN)[\s\S])*\bLIMIT\b")
    assert [name for name, query in all_queries().items() if late.search(query.text)] == []
