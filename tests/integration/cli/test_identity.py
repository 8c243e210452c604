"""`maillage identity`: how a network's mails look afterwards."""

from pathlib import Path

import pytest

from graph.connection import Graph
from graph.repositories.identities import MOST_LOGO_BYTES, MailIdentities
from graph.repositories.tenants import Tenants
from tests.contract.mailing import PICTURE
from tests.integration.cli.conftest import Maillage, done, flat

NO_PICTURE = b"<svg onload='alert(1)'/>"


async def test_what_is_set_is_kept_and_what_is_left_out_stays(
    maillage: Maillage, root: Graph, network: Graph, slug: str, tmp_path: Path
) -> None:
    logo = tmp_path / "logo.png"
    logo.write_bytes(PICTURE)
    words = ("identity", "set", "--tenant", slug)
    done(await maillage(*words, "--logo", str(logo), "--reply-to", "equipe@centre.example"))
    result = done(await maillage(*words, "--accent", "#ffcc00"))

    assert "#ffcc00 is too light to be read: mails show it as #" in flat(result)
    stored = await MailIdentities(network).get()
    assert stored is not None
    assert (stored.accent, stored.logo, stored.logo_type) == ("#ffcc00", PICTURE, "png")
    assert (await Tenants(root).get(network.tenant_id or "")).reply_to == "equipe@centre.example"


@pytest.mark.parametrize(
    ("option", "given", "told"),
    [
        ("--accent", "red", "write it like"),
        ("--reply-to", "nobody", "@-sign"),
        ("--logo", NO_PICTURE, "is no PNG"),
        ("--logo", PICTURE + b"x" * MOST_LOGO_BYTES, "make it 48 pixels high"),
    ],
)
async def test_what_cannot_be_shown_is_refused(
    maillage: Maillage,
    slug: str,
    tmp_path: Path,
    option: str,
    given: str | bytes,
    told: str,
) -> None:
    if isinstance(given, bytes):
        (tmp_path / "logo").write_bytes(given)
    value = given if isinstance(given, str) else str(tmp_path / "logo")
    result = await maillage("identity", "set", "--tenant", slug, option, value)

    assert result.exit_code == 2
    assert told in " ".join(result.output.replace("│", " ").split())
