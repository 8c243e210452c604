"""The outbox, for those who answer for its mails."""

from typing import Annotated

import strawberry

from api.context import Info
from api.paging import PageRequest, connection
from api.types.connection import Connection, Listing
from api.types.mail import Mail
from graph.models.vocabulary import OutboxState
from graph.repositories.outbox import Outbox


@strawberry.type
class MailQueries:
    """The outbox."""

    @connection(
        "Mails of the network. FAILED and UNCERTAIN ones are dead letters: they wait for "
        "`retryMail` or `discardMail`."
    )
    async def mails(
        self,
        info: Info,
        states: Annotated[
            list[OutboxState] | None, strawberry.argument(description="Only in these states.")
        ] = None,
        *,
        asked: PageRequest,
    ) -> Connection[Mail]:
        """One query a page."""
        outbox, filters = Outbox(info.context.graph), {"states": states}
        listing = Listing("mails", outbox.page, outbox.count, Mail.of, filters)
        return await listing.page(info, asked)
