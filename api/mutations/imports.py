"""Many parties at once, with their needs and offers."""

from typing import Annotated, Self

import orjson
import strawberry
from strawberry.scalars import JSON

from api.context import Info
from api.payloads import mutation
from api.refusals import refused
from api.types.enums import describe
from api.types.user_error import UserErrorCode
from graph.imports import (
    ImportFailedError,
    ImportPlan,
    ImportReport,
    PlanRow,
    Severity,
    Status,
    apply_import,
    canonical_mapping,
    prepare_import,
    read_bytes,
)

MAX_ROWS = 500

describe(
    Status,
    "What becomes of a row.",
    CREATE="A new party, need or offer.",
    UPDATE="Changes to what the network has.",
    UNCHANGED="Nothing: it stands as it is.",
    DUPLICATE="It is merged into the row or party that `sameAs` names.",
    REFUSED="It is left out because of its problems.",
    LEFT_OUT="It is left out by a rule.",
)
describe(
    Severity,
    "How bad a problem is.",
    ERROR="What it is about is refused.",
    WARNING="It is only told.",
)


@strawberry.type(description="What is wrong with a value of a row.")
class ImportProblem:
    """See `graph.imports.Problem`."""

    column: str = strawberry.field(description="The field, as the row calls it.")
    message: str = strawberry.field(description="What is wrong, and what to do.")
    severity: Severity = strawberry.field(description="How bad it is.")


@strawberry.type(description="What becomes of one row.")
class ImportRow:
    """See `graph.imports.PlanRow`."""

    number: int = strawberry.field(description="Which row it is, from 1.")
    status: Status = strawberry.field(description="What becomes of it.")
    name: str = strawberry.field(description="The party's name.")
    same_as: str = strawberry.field(description="What a duplicate is merged into.")
    rule: str | None = strawberry.field(description="What told that it is the same party.")
    changes: list[str] = strawberry.field(description="The fields that change.")
    needs: int = strawberry.field(description="How many needs it brings.")
    offers: int = strawberry.field(description="How many offers it brings.")
    problems: list[ImportProblem] = strawberry.field(description="What is wrong with it.")

    @classmethod
    def of(cls, row: PlanRow) -> Self:
        """From the plan's row."""
        return cls(
            number=row.line,
            status=row.status,
            name=row.name,
            same_as=row.same_as,
            rule=row.rule and row.rule.value,
            changes=list(row.changes),
            needs=row.needs,
            offers=row.offers,
            problems=[
                ImportProblem(column=each.column, message=each.message, severity=each.severity)
                for each in row.problems
            ],
        )


@strawberry.type(description="What an import wrote.")
class ImportCounts:
    """See `graph.imports.ImportReport`."""

    parties_created: int = strawberry.field(description="New parties.")
    parties_updated: int = strawberry.field(description="Parties that changed.")
    needs_created: int = strawberry.field(description="New needs.")
    needs_updated: int = strawberry.field(description="Needs that changed.")
    offers_created: int = strawberry.field(description="New offers.")
    offers_updated: int = strawberry.field(description="Offers that changed.")
    skills_created: int = strawberry.field(description="New skills of the network's own.")
    failed: list[str] = strawberry.field(
        description="Parties that another writer made impossible meanwhile, by name."
    )

    @classmethod
    def of(cls, report: ImportReport) -> Self:
        """From the importer's report."""
        names = cls.__dataclass_fields__
        return cls(**{name: getattr(report, name) for name in names})


@strawberry.type(description="An import, row by row.")
class ImportPartiesSuccess:
    """What was planned, and written unless it was a trial."""

    rows: list[ImportRow] = strawberry.field(
        description="What becomes of each row, in their order."
    )
    written: ImportCounts | None = strawberry.field(
        description="What was written; null for a trial.", default=None
    )


@strawberry.type
class ImportMutations:
    """Import."""

    @mutation(
        "Imports parties with their needs and offers. Parties that exist are found by external "
        "key, SIRET, name and place, or website; importing twice changes nothing. Faulty rows are "
        "left out and told, control characters left out of texts. Ask for matches afterwards with "
        "requestMatches.",
    )
    async def import_parties(
        self,
        info: Info,
        rows: Annotated[
            list[JSON],
            strawberry.argument(
                description="Objects with the fields external_key, kind, name, text, email, "
                "siret, sector, departement … and the lists `needs` and `offers`; 500 at most."
            ),
        ],
        dry_run: Annotated[  # noqa: FBT002  # GraphQL's arguments are all named
            bool, strawberry.argument(description="Whether to write nothing and only tell.")
        ] = False,
    ) -> ImportPartiesSuccess:
        plan = await planned(info, rows)
        told = [ImportRow.of(row) for row in plan.rows]
        if dry_run:
            return ImportPartiesSuccess(rows=told)
        actor = info.context.signed_in.actor
        report = await apply_import(info.context.graph, plan, actor=actor, cause="importParties")
        await info.context.hint("need.prepare")
        return ImportPartiesSuccess(rows=told, written=ImportCounts.of(report))


async def planned(info: Info, rows: list[JSON]) -> ImportPlan:
    """The plan of an import. Raises RefusedError."""
    if len(rows) > MAX_ROWS:
        message = f"Send at most {MAX_ROWS} rows at once, not {len(rows)}."
        raise refused(UserErrorCode.INVALID, message, "rows")
    mapping = canonical_mapping()
    try:
        source = read_bytes(orjson.dumps(rows), mapping.file, "rows.json")
    except ImportFailedError as error:
        raise refused(UserErrorCode.INVALID, str(error), "rows") from error
    return await prepare_import(info.context.graph, source.records, mapping)
