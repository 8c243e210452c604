"""Files of parties, needs and offers into the graph: read, map, check, plan, then write."""

from collections.abc import Sequence

from graph.connection import Graph
from graph.imports.applying import ImportReport, Progress, apply_import, no_progress
from graph.imports.checking import check_columns
from graph.imports.drafts import drafts_of
from graph.imports.known import Known, find_known
from graph.imports.mapping import Mapping, canonical_mapping, load_mapping, parse_mapping
from graph.imports.plan import ImportPlan, PlanRow, Status
from graph.imports.planning import plan_drafts, plan_import
from graph.imports.reading import Source, read_bytes, read_file
from graph.imports.records import ImportFailedError, Problem, Record, Severity

__all__ = [
    "ImportFailedError",
    "ImportPlan",
    "ImportReport",
    "Known",
    "Mapping",
    "PlanRow",
    "Problem",
    "Progress",
    "Record",
    "Severity",
    "Source",
    "Status",
    "apply_import",
    "canonical_mapping",
    "check_columns",
    "find_known",
    "load_mapping",
    "no_progress",
    "parse_mapping",
    "plan_import",
    "prepare_import",
    "read_bytes",
    "read_file",
]


async def prepare_import(graph: Graph, records: Sequence[Record], mapping: Mapping) -> ImportPlan:
    """Reads what the graph knows about these records and plans their import; writes nothing."""
    drafts = drafts_of(records, mapping)
    return plan_drafts(drafts, mapping, await find_known(graph, drafts))
