import pytest

from api.pages.outbox_pages import leading_out, with_links


def test_addresses_become_links_and_the_rest_stays_text() -> None:
    shown = with_links("Oui : http://127.0.0.1:8000/a/x.y-z?lang=fr&b=1.\n<b>& fin</b>")
    assert shown == (
        'Oui : <a href="http://127.0.0.1:8000/a/x.y-z?lang=fr&amp;b=1">'
        "http://127.0.0.1:8000/a/x.y-z?lang=fr&amp;b=1</a>.\n&lt;b&gt;&amp; fin&lt;/b&gt;"
    )


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", 'http://"onmouseover="x', "data:text/html,x", "http://"]
)
def test_only_web_addresses_become_links(text: str) -> None:
    assert "<a" not in with_links(text).partition("onmouseover")[0]
    assert '"onmouseover' not in with_links(text)


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<html><head><title>x", '<html><head><base target="_top"><title>x'),
        ('<HEAD lang="fr">', '<HEAD lang="fr"><base target="_top">'),
        ("<header>x", '<base target="_top"><header>x'),
    ],
)
def test_links_of_a_mail_lead_out_of_its_frame(html: str, shown: str) -> None:
    assert leading_out(html) == shown
