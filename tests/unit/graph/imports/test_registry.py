"""A registry file: what is read of it, what is refused, and that it is read line by line."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.imports.records import ImportFailedError
from graph.imports.registry import RegistryFile, departement_of

SIRENE = """siret,etatAdministratifEtablissement,enseigne1Etablissement,denominationUsuelleEtablissement,\
activitePrincipaleEtablissement,codePostalEtablissement,libelleCommuneEtablissement,codeCommuneEtablissement
73282932000074,A,,Forge du Centre,25.62B,18000,BOURGES,18033
73282932000075,A,,Faute de frappe,25.62B,18000,BOURGES,18033
80746931700018,F,Baluchon,,56.21Z,97400,SAINT-DENIS,97411
75187049400026,A,[ND],,88.99B,93100,MONTREUIL,93048
"""


@pytest.mark.parametrize("packed", [bytes, gzip.compress])
def test_establishments_are_read_and_faulty_lines_are_told(
    tmp_path: Path, packed: Callable[[bytes], bytes]
) -> None:
    file = tmp_path / "sirene.csv"
    file.write_bytes(packed(SIRENE.encode("utf-8-sig")))
    source = RegistryFile(file)
    forge, baluchon = source
    assert (forge.id, forge.name, forge.departement) == ("73282932000074", "Forge du Centre", "18")
    assert forge.is_active
    assert (baluchon.name, baluchon.departement, baluchon.sector) == ("Baluchon", "974", "56.21Z")
    assert not baluchon.is_active
    assert (source.n_refused, source.without_name) == (1, 1)
    assert source.refused == [
        "line 3: this SIRET does not pass its check digit: look for a typing error"
    ]


def test_lines_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "sirene.csv"
    file.write_text(SIRENE, "utf-8")
    source = RegistryFile(file)
    next(iter(source))
    assert source.n_refused == 0


def test_short_names_are_columns_too(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text("siret,name,city\n73282932000074,Forge,Bourges\n", "utf-8")
    (found,) = RegistryFile(file)
    assert (found.name, found.commune, found.sector, found.departement) == (
        "Forge",
        "Bourges",
        None,
        None,
    )


@pytest.mark.parametrize(
    "content", [b"", b"name;naf\nx;y\n", b"\x1f\x8bnot gzip", b"siret\n\xff\n"]
)
def test_a_file_that_is_no_registry_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "wrong.csv"
    file.write_bytes(content)
    with pytest.raises(ImportFailedError, match=r"wrong\.csv"):
        list(RegistryFile(file))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportFailedError, match="cannot be read"):
        list(RegistryFile(tmp_path / "none.csv"))


@pytest.mark.parametrize(
    ("code", "departement"), [("18033", "18"), ("2A004", "2A"), ("97411", "974"), (None, None)]
)
def test_a_departement_is_the_beginning_of_a_commune(
    code: str | None, departement: str | None
) -> None:
    assert departement_of(code) == departement
