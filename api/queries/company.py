"""Companies by their registration number."""

from typing import Annotated

import strawberry
from pydantic import TypeAdapter, ValidationError

from api.context import Info
from api.errors import BadInputError
from api.fields import resolved
from api.types.company import Company, CompanyLookup
from api.types.match import InLanguage
from graph.models.inputs import Siret, reason_of
from graph.models.vocabulary import Language
from graph.repositories.registry import Registry, RegistryEntry
from graph.text import sentence

LONGEST_SIRET = 50
NOT_IMPORTED = {
    Language.FR: "Aucun registre d'entreprises n'est importé : remplissez la fiche à la main.",
    Language.EN: "No company registry is imported: fill in the form by hand.",
}
UNKNOWN = {
    Language.FR: "Le registre importé ne contient pas ce SIRET.",
    Language.EN: "The imported registry does not have this SIRET.",
}
_SIRET: TypeAdapter[str] = TypeAdapter(Siret)


@strawberry.type
class CompanyQueries:
    """Reference data: the same for all networks."""

    @resolved("The company with this SIRET, from the registry that the operator imported.")
    async def company_by_siret(
        self,
        info: Info,
        siret: Annotated[
            str, strawberry.argument(description="14 digits; blanks between them are ignored.")
        ],
        language: InLanguage = Language.FR,
    ) -> CompanyLookup:
        """One query."""
        entry = await Registry(info.context.graph).get(checked_siret(siret))
        found = Company.of(entry.establishment) if entry.establishment else None
        return CompanyLookup(company=found, absence=absence(entry, language))


def checked_siret(siret: str) -> str:
    """Its digits. Raises BadInputError."""
    try:
        return _SIRET.validate_python(siret[:LONGEST_SIRET])
    except ValidationError as error:
        raise BadInputError(sentence(reason_of(error.errors()[0]))) from error


def absence(entry: RegistryEntry, language: Language) -> str | None:
    """Why there is no company; None where there is one."""
    if entry.establishment is not None:
        return None
    return (UNKNOWN if entry.is_imported else NOT_IMPORTED)[language]
