"""Writing programs."""

from datetime import date
from typing import Annotated, Any

import strawberry

from api.context import Info
from api.inputs import given_fields, read_id, validated
from api.payloads import mutation
from api.refusals import blaming, refused
from api.types.program import Program
from api.types.user_error import UserErrorCode
from graph.connection import Graph
from graph.models import entities
from graph.models.inputs import ProgramInput
from graph.repositories.programs import Programs


@strawberry.input(description="A new program.")
class RegisterProgramInput:
    """See `graph.models.inputs.ProgramInput`."""

    name: str = strawberry.field(description="Its name, 200 characters at most.")
    starts_on: date | None = strawberry.field(
        description="Its first day; open where it is not sent.", default=strawberry.UNSET
    )
    ends_on: date | None = strawberry.field(
        description="Its last day; open where it is not sent.", default=strawberry.UNSET
    )


@strawberry.input(description="Changes to a program. What is not sent stays as it is.")
class UpdateProgramInput:
    """See `graph.models.inputs.ProgramInput`."""

    id: strawberry.ID = strawberry.field(description="The program.")
    name: str | None = strawberry.field(
        description="Its name, 200 characters at most.", default=strawberry.UNSET
    )
    starts_on: date | None = strawberry.field(
        description="Its first day; null for open.", default=strawberry.UNSET
    )
    ends_on: date | None = strawberry.field(
        description="Its last day; null for open.", default=strawberry.UNSET
    )


@strawberry.type(description="A program that was written.")
class ProgramSuccess:
    """The program."""

    program: Program = strawberry.field(description="The program as it stands now.")


@strawberry.type
class ProgramMutations:
    """Register and update."""

    @mutation("Registers a program.")
    async def register_program(
        self,
        info: Info,
        given: Annotated[
            RegisterProgramInput, strawberry.argument(name="input", description="The program.")
        ],
    ) -> ProgramSuccess:
        saved = await save_program(info.context.graph, given_fields(given))
        return ProgramSuccess(program=Program.of(saved))

    @mutation("Changes a program.")
    async def update_program(
        self,
        info: Info,
        given: Annotated[
            UpdateProgramInput, strawberry.argument(name="input", description="The changes.")
        ],
    ) -> ProgramSuccess:
        values = given_fields(given)
        program_id = read_id(values.pop("id"), ["Program"], "input", "id")
        with blaming("input", "id"):
            current = await Programs(info.context.graph).get(program_id)
        kept = current.model_dump(include=set(ProgramInput.model_fields))
        saved = await save_program(info.context.graph, kept | values, program_id)
        return ProgramSuccess(program=Program.of(saved))


async def save_program(
    graph: Graph, values: dict[str, Any], program_id: str | None = None
) -> entities.Program:
    """Writes a program, a new one where no id is given. Raises RefusedError."""
    program = validated(ProgramInput, values)
    if program.starts_on and program.ends_on and program.ends_on < program.starts_on:
        message = "The program ends before it starts: exchange the dates."
        raise refused(UserErrorCode.INVALID, message, "input", "endsOn")
    return await Programs(graph).save(**program.model_dump(), program_id=program_id)
