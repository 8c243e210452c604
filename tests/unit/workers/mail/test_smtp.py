import pytest
from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPDataError,
    SMTPReadTimeoutError,
    SMTPRecipientRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from workers.mail.smtp import classified, quoted, without_addresses
from workers.mail.transport import Verdict


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (SMTPConnectError("refused"), Verdict.RETRY),
        (ConnectionResetError("reset"), Verdict.RETRY),
        (SMTPReadTimeoutError("slow"), Verdict.RETRY),
        (TimeoutError(), Verdict.RETRY),
        (SMTPAuthenticationError(535, "no"), Verdict.RETRY),
        (SMTPSenderRefused(550, "no", "a@b.example"), Verdict.REFUSED),
        (SMTPSenderRefused(451, "later", "a@b.example"), Verdict.RETRY),
        (SMTPRecipientRefused(550, "no", "a@b.example"), Verdict.NO_SUCH_ADDRESS),
        (SMTPRecipientRefused(550, "5.1.1 unknown", "a@b.example"), Verdict.NO_SUCH_ADDRESS),
        (SMTPRecipientRefused(554, "5.7.1 relaying denied", "a@b.example"), Verdict.REFUSED),
        (SMTPRecipientRefused(450, "later", "a@b.example"), Verdict.RETRY),
        (SMTPDataError(554, "no"), Verdict.REFUSED),
        (SMTPDataError(421, "later"), Verdict.RETRY),
        (SMTPServerDisconnected("gone"), Verdict.RETRY),
    ],
)
def test_before_the_final_dot_only_the_relays_no_is_final(
    error: Exception, verdict: Verdict
) -> None:
    assert classified(error, is_dot_sent=False).verdict is verdict


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (SMTPDataError(554, "spam"), Verdict.REFUSED),
        (SMTPDataError(451, "later"), Verdict.RETRY),
        (SMTPDataError(299, "what"), Verdict.UNCERTAIN),
        (SMTPServerDisconnected("gone"), Verdict.UNCERTAIN),
        (SMTPReadTimeoutError("slow"), Verdict.UNCERTAIN),
        (TimeoutError(), Verdict.UNCERTAIN),
        (OSError("broken"), Verdict.UNCERTAIN),
    ],
)
def test_from_the_final_dot_on_doubt_stays_doubt(error: Exception, verdict: Verdict) -> None:
    assert classified(error, is_dot_sent=True).verdict is verdict


def test_details_name_the_code_and_no_address() -> None:
    receipt = classified(
        SMTPRecipientRefused(550, "5.1.1 <zoe@mecanique.example> unknown", "zoe@mecanique.example"),
        is_dot_sent=False,
    )

    assert receipt.detail == "SMTPRecipientRefused: 550 5.1.1 [address] unknown"
    assert len(without_addresses("x" * 1_000)) == 200


@pytest.mark.parametrize(
    ("content", "sent"),
    [
        (b"a\r\nb\r\n", b"a\r\nb\r\n"),
        (b"a\nb", b"a\r\nb\r\n"),
        (b"a\rb\r\n", b"a\r\nb\r\n"),
        (b".a\r\n.\r\n..b\r\n", b"..a\r\n..\r\n...b\r\n"),
        (b"a.\r\n\r\n", b"a.\r\n\r\n"),
        (b"a\n.\r.\n", b"a\r\n..\r\n..\r\n"),
    ],
)
def test_a_text_cannot_end_itself(content: bytes, sent: bytes) -> None:
    assert quoted(content) == sent
