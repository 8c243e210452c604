from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.lifecycle.links import AnswerLink, LinkError, LinkExpiredError, LinkSigner
from graph.models.vocabulary import Side

SIGNER = LinkSigner("a secret of some length")
LINK = AnswerLink("tenant", "mail", "match", Side.GIVER)


def test_a_link_comes_back_as_signed() -> None:
    assert SIGNER.read(SIGNER.sign(LINK)) == LINK


def test_a_link_is_made_for_one_page() -> None:
    with pytest.raises(LinkError):
        SIGNER.read(SIGNER.sign(LINK, "answer"), "form")


def test_a_link_of_another_secret_is_refused() -> None:
    with pytest.raises(LinkError):
        LinkSigner("another secret of some length").read(SIGNER.sign(LINK))


def test_an_old_link_says_that_it_was_good_once() -> None:
    with pytest.raises(LinkExpiredError):
        SIGNER.read(SIGNER.sign(LINK), max_age=timedelta(seconds=-1))


@given(st.text())
def test_no_other_text_is_a_link(token: str) -> None:
    with pytest.raises(LinkError):
        SIGNER.read(token)


@given(st.data())
def test_no_changed_character_goes_unseen(data: st.DataObject) -> None:
    token = SIGNER.sign(LINK)
    # The last character holds spare bits, which any signature lets through.
    place = data.draw(st.integers(0, len(token) - 2))
    letter = data.draw(st.sampled_from("abcXYZ019-_.").filter(lambda c: c != token[place]))
    with pytest.raises(LinkError):
        SIGNER.read(token[:place] + letter + token[place + 1 :])
