"""What a week brought, for an incubator's staff. Pure."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from graph.lifecycle.timing import DEFAULT_ZONE
from workers.mail.content import Lacking, WeeklyReportMail
from workers.mail.letterhead import Letterhead
from workers.mail.loading import Dossier
from workers.mail.suppression import Cause, Suppressed
from workers.mail.typography import short

A_DAY = timedelta(days=1)
A_WEEK = timedelta(days=7)


def report_mail(dossier: Dossier, _letterhead: Letterhead) -> WeeklyReportMail | Suppressed:
    """The figures of the seven days before today."""
    week, tenant = dossier.week, dossier.tenant
    if week is None or tenant.reply_to is None:
        return Suppressed(Cause.NO_ADDRESS)
    today = dossier.now.astimezone(ZoneInfo(DEFAULT_ZONE)).date()
    return WeeklyReportMail(
        language=tenant.language,
        recipient_name=short(tenant.name),
        tenant_name=short(tenant.name),
        can_reply=False,
        preferences_url="",
        stop_url="",
        since=today - A_WEEK,
        until=today - A_DAY,
        new=week.new,
        waiting=week.waiting,
        accepted=week.accepted,
        silent=week.silent,
        asking_help=week.asking_help,
        oldest_days=(dossier.now - (week.oldest or dossier.now)).days,
        lacking=tuple(
            Lacking(kind=kind, needs=needs, places=places)
            for kind, (needs, places) in week.places.items()
            if needs > places
        ),
    )
