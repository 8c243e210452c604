"""What a company registry says of an establishment."""

from graph.models.entities import Entity


class Establishment(Entity):
    """One place of business of a company; `id` is its SIRET, `sector` its NAF code (`62.01Z`)."""

    name: str
    sector: str | None = None
    post_code: str | None = None
    commune: str | None = None
    departement: str | None = None
    is_active: bool = True
