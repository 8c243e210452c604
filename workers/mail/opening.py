"""How every mail begins and ends: the reader, the network, and the links that lead out of it. Pure."""

from graph.lifecycle.links import PersonLink, StopLink
from graph.models.entities import Party
from workers.mail.content import Opening
from workers.mail.letterhead import Letterhead
from workers.mail.loading import Dossier
from workers.mail.people import is_away, name_of
from workers.mail.suppression import Cause, Suppressed
from workers.mail.typography import short


def reader_of(dossier: Dossier) -> Party | Suppressed:
    """Who reads a mail that tells of news; why nobody does where the party is gone, or has paused."""
    if dossier.recipient is None:
        return Suppressed(Cause.NO_ADDRESS)
    return (
        Suppressed(Cause.PAUSED) if is_away(dossier.recipient, dossier.now) else dossier.recipient
    )


def opening(dossier: Dossier, recipient: Party, letterhead: Letterhead) -> Opening:
    """What every mail to a party holds."""
    row = dossier.row
    return Opening(
        language=recipient.language,
        recipient_name=name_of(recipient),
        tenant_name=short(dossier.tenant.name),
        can_reply=dossier.tenant.reply_to is not None,
        preferences_url=letterhead.preferences_url(PersonLink(row.tenant_id, row.id, recipient.id)),
        stop_url=letterhead.stop_url(StopLink(row.tenant_id, row.id, recipient.id)),
    )
