"""Reports as mail servers write them, about the message `{message_id}`."""

MESSAGE_ID = "<01a2217e-7686-7022-bbbb-79a83b1bb8ad@maillage>"

POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@mx.relay.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: no-reply@maillage.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
 boundary="6D3C21.1764322000/mx.relay.example"

This is a MIME-encapsulated message.

--6D3C21.1764322000/mx.relay.example
Content-Description: Notification
Content-Type: text/plain; charset=utf-8

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

<zoe@mecanique.example>: host mx.mecanique.example said: 550 5.1.1
    <zoe@mecanique.example>: Recipient address rejected (in reply to RCPT TO command)

--6D3C21.1764322000/mx.relay.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.relay.example
X-Postfix-Queue-ID: 6D3C21
Arrival-Date: Sat, 28 Nov 2026 09:30:00 +0000 (UTC)

Final-Recipient: rfc822; zoe@mecanique.example
Original-Recipient: rfc822;zoe@mecanique.example
Action: {action}
Status: {status}
Remote-MTA: dns; mx.mecanique.example
Diagnostic-Code: smtp; 550 5.1.1 Recipient address rejected

--6D3C21.1764322000/mx.relay.example
Content-Description: Undelivered Message
Content-Type: message/rfc822

From: Maillage <no-reply@maillage.example>
To: =?utf-8?q?Zo=C3=A9?= <zoe@mecanique.example>
Subject: Une proposition
Message-ID: {message_id}
Content-Type: text/plain; charset=utf-8

Bonjour.

--6D3C21.1764322000/mx.relay.example--
"""

EXCHANGE = """\
From: <postmaster@forge.onmicrosoft.example>
To: <no-reply@maillage.example>
Subject: Non remis: Une proposition
In-Reply-To: {message_id}
References: {message_id}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="_c2b7aa1f-35a5_"

--_c2b7aa1f-35a5_
Content-Type: multipart/alternative; differences=Content-Type;
\tboundary="_8a0f2b_"

--_8a0f2b_
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

Impossible de remettre votre message =E0 sam@forge.example.
Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'

--_8a0f2b_
Content-Type: text/html; charset="iso-8859-1"

<html><body>550 5.1.10</body></html>
--_8a0f2b_--

--_c2b7aa1f-35a5_
Content-Type: message/delivery-status

Reporting-MTA: dns;PR1P264MB0001.FRAP264.PROD.OUTLOOK.example

Final-Recipient: rfc822;sam@forge.example
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound

--_c2b7aa1f-35a5_--
"""

GMAIL = """\
Return-Path: <>
From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>
To: no-reply@maillage.example
Subject: Delivery Status Notification (Failure)
X-Failed-Recipients: plein@gmail.example
MIME-Version: 1.0
Content-Type: multipart/report; boundary="0000000000001"; report-type=delivery-status

--0000000000001
Content-Type: text/plain; charset="UTF-8"

** Message not delivered **
The recipient's inbox is out of storage space.

--0000000000001
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.example
X-Original-Message-ID: {message_id}

Final-Recipient: rfc822; plein@gmail.example
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp; 552-5.2.2 The email account that you tried to reach is over quota.

--0000000000001
Content-Type: text/rfc822-headers

From: Maillage <no-reply@maillage.example>
Message-ID: {message_id}
Subject: Une proposition

--0000000000001--
"""

EXIM = """\
Return-path: <>
X-Failed-Recipients: zoe@mecanique.example
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@exim.example>
To: no-reply@maillage.example
Subject: Mail delivery failed: returning message to sender
Content-Type: text/plain; charset=us-ascii

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  zoe@mecanique.example
    host mx.mecanique.example [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<zoe@mecanique.example>:
    550 No such user here

------ This is a copy of the message's headers. ------

Return-path: <no-reply@maillage.example>
Message-ID: {message_id}
Subject: Une proposition
"""

QMAIL = """\
Return-Path: <>
From: MAILER-DAEMON@qmail.example
To: no-reply@maillage.example
Subject: failure notice

Hi. This is the qmail-send program at qmail.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<zoe@mecanique.example>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <no-reply@maillage.example>
From: Maillage <no-reply@maillage.example>
Message-ID: {message_id}
Subject: Une proposition

Bonjour.
"""

ARF = """\
From: <abuse@fbl.fournisseur.example>
To: <no-reply@maillage.example>
Subject: FW: Une proposition
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report;
 boundary="part1_13d.2e68ed54_boundary"

--part1_13d.2e68ed54_boundary
Content-Type: text/plain; charset="US-ASCII"
Content-Transfer-Encoding: 7bit

This is an email abuse report for an email message received from IP 192.0.2.1.

--part1_13d.2e68ed54_boundary
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1
Original-Rcpt-To: <redacted@fournisseur.example>
Source-IP: 192.0.2.1

--part1_13d.2e68ed54_boundary
Content-Type: message/rfc822
Content-Disposition: inline

From: Maillage <no-reply@maillage.example>
Message-ID: {message_id}
To: <redacted@fournisseur.example>
Subject: Une proposition

Bonjour.
--part1_13d.2e68ed54_boundary--
"""

ANSWER = """\
From: Zoé <zoe@mecanique.example>
To: no-reply@maillage.example
Subject: Re: Une proposition
In-Reply-To: {message_id}
Content-Type: text/plain; charset=utf-8

Bonjour, l'appareil affiche 550 5.1.1 et Action: failed. Que faire ?
"""


def written(text: str, **values: str) -> bytes:
    """A report with a message's id, and what else is given, put in."""
    filled = {"message_id": MESSAGE_ID, "action": "failed", "status": "5.1.1", "kind": "abuse"}
    for name, value in (filled | values).items():
        text = text.replace(f"{{{name}}}", value)
    return text.replace("\n", "\r\n").encode()
