"""The taxonomies that all tenants share, and each tenant's own skills beside them."""

from graph.connection import Graph
from graph.repositories.reference import (
    Places,
    Sectors,
    Skills,
    load_reference,
    place_rows,
    reference_rows,
)
from tests.factories import new_tenant


async def test_all_rows_are_there_with_their_parents(tenant: Graph) -> None:
    skills = await Skills(tenant).all()
    sectors, places = await Sectors(tenant).all(), await Places(tenant).all()
    for found, given in (
        (skills, reference_rows("skills")),
        (sectors, reference_rows("sectors")),
        (places, place_rows()),
    ):
        read = [(e.id, e.fr, e.en, e.parent_id) for e in found]
        assert read == sorted((row["id"], row["fr"], row["en"], row["parent"]) for row in given)


async def test_loading_again_changes_nothing(tenant: Graph) -> None:
    before = await Places(tenant).all(), await Skills(tenant).all()
    await load_reference(tenant)
    assert (await Places(tenant).all(), await Skills(tenant).all()) == before


async def test_a_known_label_is_its_taxonomy_skill(tenant: Graph) -> None:
    known = reference_rows("skills")[0]
    labels = [known["fr"].upper(), known["en"], known["id"]]
    assert set((await Skills(tenant).ensure(labels)).values()) == {known["id"]}
    assert len(await Skills(tenant).all()) == len(reference_rows("skills"))


async def test_a_free_label_becomes_a_skill_of_the_tenants_own(
    tenant: Graph, migrated_graph: Graph
) -> None:
    first = await Skills(tenant).ensure(["Émaillage à chaud", "émaillage  à chaud", "!"])
    own = f"{tenant.tenant_id}:emaillage-a-chaud"
    assert first == {"Émaillage à chaud": own, "émaillage  à chaud": own}
    assert await Skills(tenant).ensure(["émaillage à chaud"]) == {"émaillage à chaud": own}
    assert own in {skill.id for skill in await Skills(tenant).all()}
    other = await new_tenant(migrated_graph)
    assert own not in {skill.id for skill in await Skills(other).all()}
