"""The sample network, loaded as any import is."""

from cli.sample_network import load_sample, sample_records
from graph.connection import Graph
from graph.repositories.needs import Needs
from graph.repositories.offers import Offers
from graph.repositories.paging import all_items
from graph.repositories.parties import Parties
from graph.repositories.reference import Skills


async def test_the_sample_network_is_whole_and_loaded_once(tenant: Graph) -> None:
    skills_before = {skill.id for skill in await Skills(tenant).all()}
    report = await load_sample(tenant)
    rows = sample_records()
    assert report.parties_created == len(rows) == 300
    assert report.needs_created == sum(len(row.values["needs"]) for row in rows)
    assert report.offers_created == sum(len(row.values["offers"]) for row in rows)
    assert report.members_linked == sum(row.values["incubator"] is not None for row in rows)
    # Every skill of the sample is one of the taxonomy.
    assert {skill.id for skill in await Skills(tenant).all()} == skills_before
    parties = await all_items(lambda first, after: Parties(tenant).page(first=first, after=after))
    assert all(party.latitude is not None and party.region for party in parties)
    needs = await all_items(lambda first, after: Needs(tenant).page(first=first, after=after))
    offers = await all_items(lambda first, after: Offers(tenant).page(first=first, after=after))
    remote = [child["remote"] for row in rows for child in row.values["needs"]]
    assert sum(need.is_remote for need in needs) == sum(remote)
    assert all(offer.skill_ids for offer in offers)
    again = await load_sample(tenant)
    assert again.rows["UNCHANGED"] == 300
    assert (again.parties_created, again.parties_updated, again.needs_updated) == (0, 0, 0)
