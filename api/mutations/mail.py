"""What a person does with mails that no worker takes further."""

from typing import Annotated

import strawberry

from api.context import Info
from api.inputs import read_id
from api.payloads import mutation
from api.refusals import blaming, outdated
from api.types.mail import Mail
from graph.repositories.outbox import Outbox

MailId = Annotated[strawberry.ID, strawberry.argument(name="id", description="The mail.")]


@strawberry.type(description="A mail that was changed.")
class MailSuccess:
    """The mail."""

    mail: Mail = strawberry.field(description="The mail as it stands now.")


@strawberry.type
class MailMutations:
    """Retry and discard."""

    @mutation(
        "Lets a mail that is FAILED or UNCERTAIN be tried again, now. An UNCERTAIN one may have "
        "arrived: ask its reader before."
    )
    async def retry_mail(self, info: Info, mail_id: MailId) -> MailSuccess:
        raw_id, actor = read_id(mail_id, ["Mail"], "id"), info.context.signed_in.actor
        with outdated("id"), blaming("id"):
            row = await Outbox(info.context.graph).retry(raw_id, actor=actor)
        await info.context.hint("mail.deliver", mail_id=row.id)
        return MailSuccess(mail=Mail.of(row))

    @mutation("Ends a mail that is FAILED or UNCERTAIN without another try.")
    async def discard_mail(self, info: Info, mail_id: MailId) -> MailSuccess:
        raw_id, actor = read_id(mail_id, ["Mail"], "id"), info.context.signed_in.actor
        with outdated("id"), blaming("id"):
            row = await Outbox(info.context.graph).discard(raw_id, actor=actor)
        return MailSuccess(mail=Mail.of(row))
