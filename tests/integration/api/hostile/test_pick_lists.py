"""Pick lists of skills, sectors and places: whatever is typed is looked for, or told to be too long."""

from tests.integration.api.hostile.values import STRINGS
from tests.integration.api.network import Network

SHORT = [value for value in STRINGS if len(value) <= 100]
PICK = """
query ($typed: String) {
  skills(search: $typed, first: 3) { code }
  sectors(search: $typed, first: 3) { code }
  places(search: $typed, first: 3) { code }
}
"""


async def test_pick_lists_take_whatever_is_typed(network: Network) -> None:
    for typed in [*SHORT, "x" * 100, "id:*", "\\", "[* TO *]", "a~2", "é" * 100]:
        found = await network.ask(PICK, typed=typed)
        assert all(len(terms) <= 3 for terms in found.values()), typed


async def test_pick_lists_tell_how_long_what_is_typed_may_be(network: Network) -> None:
    for typed in ("x" * 10_000, "😀" * 101, "* " * 51):
        errors = (await network.answer(PICK, typed=typed))["errors"]
        assert {error["extensions"]["code"] for error in errors} == {"BAD_USER_INPUT"}
        assert all("`search` has at most 100 characters" in error["message"] for error in errors)
        assert {error["path"][0] for error in errors} <= {"skills", "sectors", "places"}


async def test_accents_case_and_typos_are_forgiven(network: Network) -> None:
    for typed in ("île-de", "ILE DE", "ile-de-frnace", "  Île  de "):
        assert {"code": "11"} in (await network.ask(PICK, typed=typed))["places"], typed
    for typed in ("Computer Vision", "computer vison", "VISION PAR ORDI", "visoin par ordinateur"):
        assert {"code": "computer-vision"} in (await network.ask(PICK, typed=typed))["skills"], (
            typed
        )
