"""Codes of shared lists are checked before anything is written."""

from collections.abc import Sequence

from api.context import RequestContext
from api.refusals import RefusedError, refused
from api.types.user_error import FieldError, UserErrorCode
from graph.repositories.reference import Skills, reference_rows


async def known_skills(
    context: RequestContext, codes: Sequence[str], argument: str = "input"
) -> list[str]:
    """The ids of skills. Raises RefusedError that names each unknown one."""
    if not codes:
        return []
    remembered = context.loaders.skill.at_hand(codes)
    if remembered is not None and all(remembered):
        return [skill.raw_id for skill in remembered if skill]
    ids = [skill.id for skill in await Skills(context.graph).all()]
    known = {each.rpartition(":")[2]: each for each in ids} | {each: each for each in ids}
    unknown = [
        FieldError(
            code=UserErrorCode.UNKNOWN_TERM,
            message=f"No skill has the code {code[:80]!r}: see `skills` for those that exist.",
            path=[argument, "skills", str(index)],
        )
        for index, code in enumerate(codes)
        if code not in known
    ]
    if unknown:
        raise RefusedError(unknown)
    return [known[code] for code in codes]


def check_term(list_name: str, code: str | None, *path: str) -> None:
    """Refuses a code that is not in `sectors`, `regions` or `departements`. Raises RefusedError."""
    if code is not None and all(row["id"] != code for row in reference_rows(list_name)):
        where = "sectors" if list_name == "sectors" else "places"
        message = f"{code[:80]!r} is no code of the list: see `{where}` for those that exist."
        raise refused(UserErrorCode.UNKNOWN_TERM, message, *path)
