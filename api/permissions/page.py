"""The permission table as a page of the documentation."""

from collections.abc import Iterator, Mapping

from api.permissions.table import MUTATIONS, QUERIES, Permission
from graph.models.vocabulary import Scope

HEAD = """# Who may do what

Written by `maillage keys permissions > docs/api/permissions.md`; a test compares it.

Keys have scopes, and each scope includes those before it. Signed-in people have a role. *own* means:
only what belongs to the organization or the mentor that the person stands for, and, to be read,
the other sides of its matches once they are let out. Anything else is answered as if it did
not exist. *No key* is everybody, without a key or a token. Contacts are shown to the scope `staff`, to the role `staff`, and to those who
work together; `Need.assignee` to the first two.
"""


def page() -> str:
    """The page in Markdown."""
    return "\n".join([HEAD, *_table("Queries", QUERIES), "", *_table("Mutations", MUTATIONS), ""])


def _table(title: str, rows: Mapping[str, Permission]) -> Iterator[str]:
    scopes = [scope.value for scope in Scope]
    yield f"## {title}"
    yield ""
    heads = ["no key", *(f"key `{scope}`" for scope in scopes), "staff", "company", "mentor"]
    yield f"| operation | {' | '.join(heads)} |"
    yield f"|---|{'---|' * len(heads)}"
    for name, permission in sorted(rows.items()):
        least = scopes.index(permission.scope.value)
        keys = ["yes" if index >= least else "no" for index in range(len(scopes))]
        nobody = "yes" if permission.is_public else "no"
        people = [permission.staff, permission.company, permission.mentor]
        yield f"| `{name}` | {' | '.join([nobody, *keys, *people])} |"
