"""A company registry file as establishments, read line by line: it may be larger than memory.

The columns are those of the SIRENE stock of establishments (INSEE, StockEtablissement), or their
short names: `siret`, `name`, `naf`, `post_code`, `city`, `department`.
"""

import csv
import gzip
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import IO

from pydantic import TypeAdapter, ValidationError

from graph.imports.records import ImportFailedError
from graph.models.inputs import Siret, reason_of
from graph.models.registry import Establishment

GZIP_MAGIC = b"\x1f\x8b"
MOST_NAMED = 20
LONGEST_NAME = 200
OVERSEAS = ("97", "98")
# SIRENE writes this where somebody objects to being shown.
HIDDEN = "[ND]"
COLUMNS = {
    "name": (
        "name",
        "denominationUsuelleEtablissement",
        "enseigne1Etablissement",
        "denominationUniteLegale",
    ),
    "sector": ("naf", "activitePrincipaleEtablissement"),
    "post_code": ("post_code", "codePostalEtablissement"),
    "commune": ("city", "libelleCommuneEtablissement"),
    "code": ("department", "codeCommuneEtablissement"),
    "state": ("etatAdministratifEtablissement",),
}
_SIRET: TypeAdapter[str] = TypeAdapter(Siret)


@dataclass
class RegistryFile:
    """The establishments of a CSV file, gzipped or not; what cannot be used is counted.

    `refused` names the first such lines; `without_name` are establishments that tell no name.
    """

    path: Path
    n_refused: int = 0
    without_name: int = 0
    refused: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Establishment]:
        """Raises ImportFailedError where the file cannot be read or has no column `siret`."""
        try:
            with _opened(self.path) as lines:
                yield from self._read(lines)
        except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
            raise ImportFailedError(f"The file {self.path} cannot be read: {error}.") from error

    def _read(self, lines: IO[str]) -> Iterator[Establishment]:
        reader = csv.DictReader(lines)
        if "siret" not in (reader.fieldnames or ()):
            raise ImportFailedError(
                f"The file {self.path} has no column `siret`: give the SIRENE file of "
                "establishments, or a CSV file with a header and commas."
            )
        for row in reader:
            found = self._establishment(row, reader.line_num)
            if found is not None:
                yield found

    def _establishment(self, row: Mapping[str, str | None], line: int) -> Establishment | None:
        try:
            siret = _SIRET.validate_python(row["siret"] or "")
        except ValidationError as error:
            self.n_refused += 1
            if len(self.refused) < MOST_NAMED:
                why = reason_of(error.errors()[0])
                self.refused.append(f"line {line}: {why}")
            return None
        told = {key: _first(row, names) for key, names in COLUMNS.items()}
        if told["name"] is None:
            self.without_name += 1
            return None
        return Establishment(
            id=siret,
            name=told["name"][:LONGEST_NAME],
            sector=told["sector"],
            post_code=told["post_code"],
            commune=told["commune"],
            departement=departement_of(told["code"]),
            is_active=told["state"] != "F",
        )


def departement_of(code: str | None) -> str | None:
    """The département of the INSEE code of a commune, or of a département: `97411` → `974`."""
    return code[: 3 if code.startswith(OVERSEAS) else 2] if code else None


def _first(row: Mapping[str, str | None], names: tuple[str, ...]) -> str | None:
    values = ((row.get(name) or "").strip() for name in names)
    return next((value for value in values if value and value != HIDDEN), None)


def _opened(path: Path) -> IO[str]:
    with path.open("rb") as file:
        is_gzipped = file.read(2) == GZIP_MAGIC
    if is_gzipped:
        return TextIOWrapper(gzip.open(path), encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")
