"""GraphQL documents that a network trusts."""

from collections.abc import Sequence
from datetime import datetime

from graph.connection import Graph, Transaction
from graph.errors import GraphError
from graph.models.entities import Entity
from graph.models.inputs import Input

BATCH = 200


class DocumentInput(Input):
    """A document under the id that clients send: by default the SHA-256 of its text, in hex."""

    document_id: str
    name: str
    text: str
    sha256: str


class TrustedDocument(Entity):
    """A document that was uploaded."""

    tenant_id: str
    document_id: str
    name: str
    text: str
    sha256: str
    created_at: datetime


class DocumentChangedError(GraphError):
    """An id that was uploaded with another text: clients in use would run something else."""


class TrustedDocuments:
    """The documents of one tenant; what an id means never changes."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def add(self, documents: Sequence[DocumentInput]) -> int:
        """Adds documents, all of them or none; how many were new.

        Raises:
            DocumentChangedError: an id stands for another text already.
        """
        wanted = {document.document_id: document for document in documents}
        # In one order, so that two uploads at once wait for each other and do not lock each other.
        rows = [wanted[key].model_dump() for key in sorted(wanted)]

        async def work(transaction: Transaction) -> int:
            n_new = 0
            for start in range(0, len(rows), BATCH):
                found = await transaction.run("add_documents", rows=rows[start : start + BATCH])
                for kept in (row["document"] for row in found):
                    refuse_other_text(wanted[kept["document_id"]], kept["sha256"])
                    n_new += kept["is_new"]
            return n_new

        return await self._graph.transact(work)

    async def find(self, key: str) -> TrustedDocument | None:
        """The document of this id, or of the text with this SHA-256."""
        rows = await self._graph.read("get_document", key=key)
        return TrustedDocument.model_validate(rows[0]["document"]) if rows else None

    async def all(self) -> list[TrustedDocument]:
        """All, by name."""
        rows = await self._graph.read("list_documents")
        return [TrustedDocument.model_validate(row["document"]) for row in rows]

    async def remove(self, document_ids: Sequence[str]) -> list[str]:
        """Trusts documents no more; the ids that were removed."""
        rows = await self._graph.write("delete_documents", document_ids=list(document_ids))
        return [row["document_id"] for row in rows]


def refuse_other_text(document: DocumentInput, sha256: str) -> None:
    """Raises DocumentChangedError where the text with this hash is another one."""
    if document.sha256 != sha256:
        raise DocumentChangedError(
            f"{document.name} ({document.document_id}) was uploaded with another text: give it "
            "another id, or remove the old one first"
        )
