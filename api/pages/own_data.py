"""The page where a person takes a copy of all data about them, or has all of it deleted."""

from starlette.responses import JSONResponse, Response

from api.pages.form import Problem
from api.pages.personal import Caller, Fields, personal, read_fields
from api.pages.rendering import HEADERS
from graph.repositories.people import People


@personal
async def data_page(caller: Caller) -> Response:
    """`/p/{token}/data`: tells what can be had, and gives or deletes it."""
    if caller.request.method != "POST":
        return _shown(caller)
    fields = await read_fields(caller.request)
    if not caller.has_sent(fields):
        return _shown(caller, status=403, problem=Problem("export", "form_stale"))
    match fields.get("do"):
        case ["EXPORT"]:
            return await _exported(caller)
        case ["ERASE"]:
            return await _erased(caller, fields)
    return _shown(caller, status=422, problem=Problem("export", "deed_missing"))


async def _exported(caller: Caller) -> Response:
    data = await People(caller.graph).export(caller.party.id, actor=caller.actor)
    headers = HEADERS | {"Content-Disposition": 'attachment; filename="maillage.json"'}
    return JSONResponse(data, headers=headers)


async def _erased(caller: Caller, fields: Fields) -> Response:
    typed = fields.get("address", [""])[0].strip().casefold()
    # A forwarded link, or a slip of the hand, must not be enough for what cannot be undone.
    if typed != (caller.party.email or "").casefold():
        return _shown(caller, status=422, problem=Problem("address", "address_differs"))
    await People(caller.graph).erase(caller.party.id)
    return _shown(caller, is_erased=True)


def _shown(
    caller: Caller,
    *,
    status: int = 200,
    problem: Problem | None = None,
    is_erased: bool = False,
) -> Response:
    return caller.page("own_data.html", status=status, problem=problem, is_erased=is_erased)
