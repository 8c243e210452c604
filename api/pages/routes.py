"""Which address leads to which page."""

from starlette.routing import BaseRoute, Route

from api.pages.answering import answer_page
from api.pages.following import follow_up_page
from api.pages.meeting import meeting_page
from api.pages.own_data import data_page
from api.pages.preferences import preferences_page
from api.pages.rendering import STYLE_PATH, style
from api.pages.unsubscribing import unsubscribe_page


def page_routes(context_is_development: bool) -> list[BaseRoute]:  # noqa: FBT001  # one question
    """The routes of the pages; the outbox and the welcome page only in development.

    They expect a `PageContext` in `app.state.context`.
    """
    routes: list[BaseRoute] = [
        Route("/a/{token}", answer_page, methods=["GET", "POST"], name="answer"),
        Route("/f/{token}", follow_up_page, methods=["GET", "POST"], name="follow_up"),
        Route("/m/{token}", meeting_page, methods=["GET", "POST"], name="meeting"),
        Route("/u/{token}", unsubscribe_page, methods=["GET", "POST"], name="unsubscribe"),
        Route("/p/{token}", preferences_page, methods=["GET", "POST"], name="preferences"),
        Route("/p/{token}/data", data_page, methods=["GET", "POST"], name="data"),
        Route(STYLE_PATH, style, name="style"),
    ]
    if context_is_development:
        from api.pages.outbox_pages import outbox_list, outbox_mail, outbox_mail_html
        from api.pages.welcome import welcome

        routes += [
            Route("/", welcome, name="welcome"),
            Route("/outbox", outbox_list, name="outbox"),
            Route("/outbox/{mail_id}", outbox_mail, name="outbox_mail"),
            Route("/outbox/{mail_id}/html", outbox_mail_html, name="outbox_mail_html"),
        ]
    return routes
