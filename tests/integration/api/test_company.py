"""A company by its SIRET, before and after a registry is imported."""

from pathlib import Path

import pytest

from api.queries.company import absence
from graph.imports.registry import RegistryFile
from graph.models.registry import Establishment
from graph.models.vocabulary import Language
from graph.repositories.registry import Registry, RegistryEntry
from tests.factories import new_siret
from tests.integration.api.conftest import NewNetwork
from tests.integration.api.network import Network

COMPANY = """
query ($siret: String!) {
  companyBySiret(siret: $siret) {
    company { siret name sectorCode postCode commune departement isActive } absence
  }
}
"""
HEADER = "siret,name,naf,post_code,city,department\n"


async def test_every_network_finds_a_company_of_the_registry(
    network: Network, new_network: NewNetwork, tmp_path: Path
) -> None:
    siret = new_siret()
    file = tmp_path / "registry.csv"
    file.write_text(f"{HEADER}{siret},Forge,25.62B,18000,Bourges,18\n", "utf-8")
    assert (await network.ask(COMPANY, siret=siret))["companyBySiret"]["company"] is None
    counts: list[int] = []
    for _ in range(2):  # importing it again changes nothing
        await Registry(network.graph).save_all(RegistryFile(file), counts.append)
    assert counts == [1, 1]
    expected = {
        "siret": siret,
        "name": "Forge",
        "sectorCode": "25.62B",
        "postCode": "18000",
        "commune": "Bourges",
        "departement": "18",
        "isActive": True,
    }
    spaced = f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}"
    for each in (network, await new_network()):
        found = (await each.ask(COMPANY, siret=spaced))["companyBySiret"]
        assert found == {"company": expected, "absence": None}
    absent = (await network.ask(COMPANY, siret=new_siret()))["companyBySiret"]
    assert absent == {
        "company": None,
        "absence": "Le registre importé ne contient pas ce SIRET.",
    }


@pytest.mark.parametrize(
    "siret", ["", "73282932000075", "٧٣٢٨٢٩٣٢٠٠٠٠٧٤", "' OR 1=1", "1" * 10_000, "\u200b" * 14]
)
async def test_a_wrong_siret_is_an_error_of_its_field(network: Network, siret: str) -> None:
    error = await network.error(COMPANY, siret=siret)
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert error["path"] == ["companyBySiret"]
    assert "SIRET" in error["message"]


def test_an_absence_says_why() -> None:
    missing = RegistryEntry(None, is_imported=False)
    assert "n'est importé" in str(absence(missing, Language.FR))
    assert "No company registry is imported" in str(absence(missing, Language.EN))
    unknown = RegistryEntry(None, is_imported=True)
    assert "does not have this SIRET" in str(absence(unknown, Language.EN))
    found = RegistryEntry(Establishment(id="73282932000074", name="Forge"), is_imported=True)
    assert absence(found, Language.FR) is None
