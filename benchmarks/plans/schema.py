"""A schema with whatever Strawberry offers: interfaces, unions, generics, permissions, resolvers."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar, cast

import strawberry
from strawberry.permission import BasePermission
from strawberry.scalars import JSON

from api.plans import PREFETCHED
from benchmarks.plans.world import Color, OddError, World, awaited

T = TypeVar("T")
strawberry.enum(Color)
Held = strawberry.Private[Any]
Resolver = TypeVar("Resolver", bound=Callable[..., Any])


class IsOfAge(BasePermission):
    message = "too young"

    def has_permission(self, source: Any, info: Any, **_: Any) -> bool:  # noqa: ARG002
        return isinstance(source.age, int) and source.age % 2 == 0


def guarded_field(resolver: Resolver) -> Resolver:
    return cast("Resolver", strawberry.field(resolver, permission_classes=[IsOfAge]))


def held_field(resolver: Resolver) -> Resolver:
    return cast("Resolver", strawberry.field(resolver, metadata={PREFETCHED: True}))


@strawberry.type
class Box(Generic[T]):
    content: T
    contents: list[T]
    label: str | None


@strawberry.interface
class Named:
    name: str
    color: Color


@strawberry.type
class Dog(Named):
    barks: bool

    @strawberry.field
    def loud(self) -> str:
        return f"{self.name}!"


@strawberry.type
class Cat(Named):
    lives: int | None


@strawberry.type
class Stone:
    weight: float
    grid: list[list[int | None] | None]


Pet = Annotated[Dog | Cat | Stone, strawberry.union("Pet")]


@strawberry.type
class Person(Named):
    seed: Held
    odd_share: Held
    prefetched: strawberry.Private[Mapping[str, Any]]
    id: strawberry.ID
    age: int
    height: float | None
    is_open: bool
    day: date
    moment: datetime | None
    tags: list[str]
    grid: list[list[int]]
    blob: JSON
    friend: "Person | None"
    friends: "list[Person]"
    strangers: "list[Person | None] | None"
    best: Named | None
    pet: Pet | None
    pets: list[Pet]
    box: Box[int]
    boxes: list[Box[float]]
    lazy: str | None

    @strawberry.field
    def greeting(self, loud: bool = False, times: int = 1) -> str:  # noqa: FBT001, FBT002
        return ("HELLO " if loud else "hello ") * times

    @strawberry.field
    async def slow(self) -> str | None:
        await asyncio.sleep(0)
        return self.name

    @strawberry.field
    def failing(self) -> str | None:
        raise OddError("it failed")

    @strawberry.field
    async def failing_later(self) -> str:
        await asyncio.sleep(0)
        raise OddError("it failed later")

    @strawberry.field
    def nothing(self) -> int:
        return None  # type: ignore[return-value]  # what is tried

    @guarded_field
    def guarded(self) -> "Person | None":
        return person(self.world(1), 0)  # type: ignore[no-any-return]

    @strawberry.field
    def made(self) -> "list[Person]":
        world = self.world(2)
        return [person(world, 0) for _ in range(2)]

    @strawberry.field
    async def made_later(self) -> "list[Person]":
        await asyncio.sleep(0)
        world = self.world(3)
        return [person(world, 0) for _ in range(2)]

    @held_field
    def owned(self, info: strawberry.Info, first: int = 2) -> list[Pet]:  # noqa: ARG002
        """What the source holds under the response name; else the same, computed."""
        held = self.prefetched.get(str(info.path.key))
        return [] if held is None else held

    @held_field
    def mate(self, info: strawberry.Info) -> "Person | None":
        return self.prefetched.get(str(info.path.key))

    def world(self, number: int) -> World:
        """Values for a resolver: they depend on the object alone, not on who was asked before."""
        return World(self.seed + number, self.odd_share)


def pet(world: World) -> Any:
    name, color = world.text(), world.color()
    kinds = {
        "dog": lambda: Dog(name=name, color=color, barks=world.flag()),
        "cat": lambda: Cat(name=name, color=color, lives=world.maybe(world.integer())),
        "stone": lambda: Stone(
            weight=world.number(),
            grid=world.several(lambda: world.maybe(world.several(world.integer))),
        ),
    }
    made = kinds[world.draw.choice(list(kinds))]()  # type: ignore[no-untyped-call]  # Strawberry leaves it so
    if world.is_near() and not isinstance(made, Stone):
        return strawberry.cast(Cat, made)
    return world.one_of(made, [], [Box(content=1, contents=[], label=None), {"name": "a dict"}])


def box(world: World, make: Any) -> Any:
    label = world.maybe(world.text())
    return world.one_of(Box(content=make(), contents=world.several(make), label=label), [], [])


class LazyPerson(Person):
    """Its attribute is something to await: each reading makes it anew."""

    @property
    def lazy(self) -> Any:
        return awaited("lazily")

    @lazy.setter
    def lazy(self, value: Any) -> None:
        pass


def person(world: World, depth: int) -> Any:
    """A person whose friends are `depth` deep."""

    def nested() -> Any:
        return person(world, depth - 1) if depth > 0 else None

    cls = LazyPerson if world.is_near() else Person
    made = cls(
        seed=world.draw.randrange(2**32),
        odd_share=world.odd_share,
        prefetched=held(world, nested),
        name=world.text(),
        color=world.color(),
        id=world.text(),
        age=world.integer(),
        height=world.maybe(world.number()),
        is_open=world.flag(),
        day=world.day(),
        moment=world.maybe(world.moment()),
        tags=world.several(world.text),
        grid=world.several(lambda: world.several(world.integer)),
        blob=cast("JSON", {"any": [1, "x"]}),
        friend=nested(),
        friends=world.several(nested, 2) if depth > 0 else [],
        strangers=world.maybe(world.several(lambda: world.maybe(nested()), 2)),
        best=world.maybe(pet(world) if world.draw.random() < 0.5 else nested()),
        pet=world.maybe(pet(world)),
        pets=world.several(lambda: pet(world)),
        box=box(world, world.integer),
        boxes=world.several(lambda: box(world, world.number), 2),
        lazy=world.maybe("text"),
    )
    return world.one_of(made, [], [pet(world), pet(world), pet(world)])


def held(world: World, nested: Any) -> dict[str, Any]:
    """What a source holds of its marked fields: all, some, or nothing."""
    all_of_it = {"owned": world.several(lambda: pet(world)), "mate": nested()}
    return {name: value for name, value in all_of_it.items() if world.draw.random() < 0.9}


def world_of(info: strawberry.Info) -> World:
    """Values for a field at the root: they depend on its response name alone."""
    seed, odd_share = info.context
    return World(seed + sum(str(info.path.key).encode()), odd_share)


@strawberry.type
class Query:
    @strawberry.field
    async def person(self, info: strawberry.Info) -> Person | None:
        return person(world_of(info), 1)  # type: ignore[no-any-return]

    @strawberry.field
    def people(self, info: strawberry.Info, first: int = 3) -> list[Person]:
        world = world_of(info)
        return [person(world, world.draw.randint(0, 1)) for _ in range(first)]

    @strawberry.field
    async def named(self, info: strawberry.Info) -> list[Named]:
        world = world_of(info)
        return [pet(world) if world.draw.random() < 0.5 else person(world, 0) for _ in range(3)]

    @strawberry.field
    def pets(self, info: strawberry.Info) -> list[Pet] | None:
        world = world_of(info)
        return [pet(world) for _ in range(4)]

    @strawberry.field
    def boxes(self, info: strawberry.Info) -> list[Box[int]]:
        world = world_of(info)
        return [box(world, world.integer) for _ in range(3)]

    @strawberry.field
    def word(self, info: strawberry.Info) -> str:
        return world_of(info).text()  # type: ignore[no-any-return]


SCHEMA = strawberry.Schema(query=Query, types=[Dog, Cat, Person])
