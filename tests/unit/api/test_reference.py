"""Short lists are read once, again for what is not known, and again when they are old."""

import pytest

from api.reference import LIFETIME_S, ReferenceStore

KEY = ("skills", "tenant-a")


class Reader:
    """A list in the graph, which counts how often it is read."""

    def __init__(self, **items: str) -> None:
        self.items = items
        self.times = 0

    async def read(self) -> dict[str, str]:
        self.times += 1
        return dict(self.items)


@pytest.fixture
def reader() -> Reader:
    return Reader(mlops="MLOps", data="Data")


async def test_a_list_is_read_once(reader: Reader) -> None:
    store = ReferenceStore()
    assert store.at_hand(KEY, ["data"]) is None
    assert await store.find(KEY, ["data"], reader.read) == ["Data"]
    assert store.at_hand(KEY, ["mlops", "data"]) == ["MLOps", "Data"]
    assert await store.find(KEY, ["mlops"], reader.read) == ["MLOps"]
    assert reader.times == 1


async def test_what_is_new_is_found_and_what_is_absent_is_sought_once(reader: Reader) -> None:
    store = ReferenceStore()
    assert await store.find(KEY, ["data", "new"], reader.read) == ["Data", None]
    assert await store.find(KEY, ["new"], reader.read) == [None]
    assert reader.times == 1
    reader.items["newer"] = "Newer"
    assert await store.find(KEY, ["newer"], reader.read) == ["Newer"]
    assert reader.times == 2


async def test_an_old_list_is_read_again(reader: Reader) -> None:
    now = 0.0
    store = ReferenceStore(lambda: now)
    await store.find(KEY, ["data"], reader.read)
    reader.items["data"] = "Données"
    now = LIFETIME_S
    assert await store.find(KEY, ["data"], reader.read) == ["Data"]
    now = LIFETIME_S + 1
    assert await store.find(KEY, ["data"], reader.read) == ["Données"]


async def test_lists_of_tenants_are_kept_apart(reader: Reader) -> None:
    store = ReferenceStore()
    await store.find(KEY, ["data"], reader.read)
    assert store.at_hand(("skills", "tenant-b"), ["data"]) is None
