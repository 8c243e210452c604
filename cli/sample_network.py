"""The sample network: fictional parties over all French regions, loaded as any import is."""

import json
from importlib.resources import files

from graph.connection import Graph
from graph.imports import (
    ImportFailedError,
    ImportReport,
    Progress,
    Record,
    Severity,
    apply_import,
    canonical_mapping,
    no_progress,
    prepare_import,
)


def sample_records() -> list[Record]:
    """Every party of `cli/sample`, with the file and item it comes from."""
    records: list[Record] = []
    for file in sorted(files("cli").joinpath("sample").iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".json"):
            continue
        for number, values in enumerate(json.loads(file.read_text("utf-8")), start=1):
            records.append(Record(len(records) + 1, values, f"{file.name} item {number}"))
    return records


async def load_sample(graph: Graph, progress: Progress = no_progress) -> ImportReport:
    """Writes the sample network into the tenant of `graph`; a second time changes nothing.

    Raises:
        ImportFailedError: a party of the sample is refused.
    """
    plan = await prepare_import(graph, sample_records(), canonical_mapping())
    for row in plan.rows:
        errors = [p for p in row.problems if p.severity is Severity.ERROR]
        if errors:
            raise ImportFailedError(f"{row.where}: {errors[0].column} {errors[0].message}.")
    return await apply_import(graph, plan, progress=progress, cause="sample")
