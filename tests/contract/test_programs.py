"""Programs: written, read, running or not."""

from datetime import date

import pytest

from graph.connection import Graph
from graph.errors import NotFoundError
from graph.repositories.needs import Needs
from graph.repositories.programs import Programs
from tests.factories import a_need, new_need, new_tenant

SEPTEMBER, DECEMBER = date(2026, 9, 1), date(2026, 12, 31)


async def test_a_program_comes_back_as_written_and_can_change(tenant: Graph) -> None:
    programs = Programs(tenant)
    made = await programs.save("Cohorte d’automne", starts_on=SEPTEMBER, ends_on=DECEMBER)
    assert (made.name, made.starts_on, made.ends_on) == ("Cohorte d’automne", SEPTEMBER, DECEMBER)
    changed = await programs.save("Cohorte", starts_on=SEPTEMBER, program_id=made.id)
    assert await programs.all() == [changed]
    assert changed.ends_on is None


@pytest.mark.parametrize(
    ("day", "runs"),
    [
        (date(2026, 8, 31), False),
        (SEPTEMBER, True),
        (DECEMBER, True),
        (date(2027, 1, 1), False),
    ],
)
async def test_it_runs_within_its_dates(tenant: Graph, day: date, *, runs: bool) -> None:
    program = await Programs(tenant).save("Cohorte", starts_on=SEPTEMBER, ends_on=DECEMBER)
    assert program.is_running(day) is runs


async def test_dates_in_the_wrong_order_are_refused(tenant: Graph) -> None:
    with pytest.raises(ValueError, match="before it starts"):
        await Programs(tenant).save("Cohorte", starts_on=DECEMBER, ends_on=SEPTEMBER)
    assert await Programs(tenant).all() == []


async def test_the_program_of_another_tenant_stays_as_it_is(tenant: Graph) -> None:
    made = await Programs(tenant).save("Cohorte")
    with pytest.raises(NotFoundError):
        await Programs(await new_tenant(tenant)).save("Volée", program_id=made.id)
    assert await Programs(tenant).all() == [made]


async def test_a_need_keeps_its_programs(tenant: Graph) -> None:
    program = await Programs(tenant).save("Cohorte")
    need = await new_need(tenant, program_ids=(program.id,))
    assert (await Needs(tenant).get(need.id)).program_ids == (program.id,)
    await Needs(tenant).save(need.party_id, a_need(), need_id=need.id)
    assert (await Needs(tenant).get(need.id)).program_ids == ()
