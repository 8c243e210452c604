"""What becomes of each row, before anything is written."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from graph.imports import (
    ImportPlan,
    Known,
    Record,
    Status,
    canonical_mapping,
    parse_mapping,
    plan_import,
)
from graph.imports.identity import Rule
from graph.imports.known import KnownChild, KnownParty
from graph.models.inputs import NeedInput, PartyInput
from graph.models.vocabulary import MatchKind, PartyKind
from tests.factories import new_siret

SIRET = new_siret()


def row(name: str = "Vauban", **said: Any) -> dict[str, Any]:
    return {"kind": "SME", "name": name} | said


def planned(rows: list[dict[str, Any]], known: Known | None = None) -> ImportPlan:
    records = [Record(line, values) for line, values in enumerate(rows, start=2)]
    return plan_import(records, canonical_mapping(), known or Known())


def statuses(plan: ImportPlan) -> list[Status]:
    return [row.status for row in plan.rows]


def known_party(**said: Any) -> Known:
    values: dict[str, Any] = {"kind": PartyKind.SME, "name": "Vauban"} | said
    return Known(parties=(KnownParty("p1", PartyInput.model_validate(values)),))


ROWS = st.lists(
    st.fixed_dictionaries(
        {"kind": st.sampled_from(["SME", "STARTUP", "MENTOR", "?"]), "name": st.sampled_from("AB")},
        optional={
            "key": st.sampled_from(["1", "2"]),
            "siret": st.sampled_from([SIRET, "1"]),
            "commune": st.sampled_from(["Lyon", "Metz"]),
            "website": st.sampled_from(["a.example", "b.example"]),
            "needs": st.just([{"kind": "PILOT", "title": "Essai"}]),
        },
    ),
    max_size=8,
)


@given(ROWS)
def test_every_row_has_one_end_and_every_party_one_key(rows: list[dict[str, Any]]) -> None:
    plan = planned(rows)
    assert len(plan.rows) == len(rows)
    assert plan.counts["CREATE"] == len(plan.targets)
    sirets = [target.after.siret for target in plan.targets if target.after.siret]
    keys = [target.after.external_key for target in plan.targets if target.after.external_key]
    assert len(set(sirets)) == len(sirets)
    assert len(set(keys)) == len(keys)


@given(ROWS)
def test_the_same_rows_give_the_same_plan(rows: list[dict[str, Any]]) -> None:
    assert planned(rows).rows == planned(rows).rows


def test_a_second_row_of_one_party_is_a_duplicate_that_fills_what_is_empty() -> None:
    plan = planned([row(siret=SIRET), row("Vauban SAS", siret=SIRET, website="v.example")])
    assert statuses(plan) == [Status.CREATE, Status.DUPLICATE]
    assert (plan.rows[1].rule, plan.rows[1].same_as) == (Rule.SIRET, "line 2")
    assert plan.rows[1].ignored == ("name",)
    (target,) = plan.targets
    assert (target.after.name, target.after.website) == ("Vauban", "v.example")


def test_a_refused_row_does_not_stop_the_rest() -> None:
    plan = planned([row(siret="1"), row("Autre")])
    assert statuses(plan) == [Status.REFUSED, Status.CREATE]
    assert (plan.rows[0].line, plan.rows[0].problems[0].column) == (2, "siret")


def test_a_known_party_is_updated_by_its_own_source() -> None:
    plan = planned([row("Vauban SAS", key="1")], known_party(external_key="1"))
    assert statuses(plan) == [Status.UPDATE]
    assert plan.rows[0].changes == ("name",)
    assert plan.targets[0].party_id == "p1"


def test_a_known_party_that_stands_as_the_row_says_is_unchanged() -> None:
    plan = planned([row(key="1")], known_party(external_key="1"))
    assert statuses(plan) == [Status.UNCHANGED]
    assert not plan.targets


def test_another_source_adds_but_does_not_change() -> None:
    known = known_party(external_key="crm:1", siret=SIRET)
    plan = planned([row("VAUBAN ET FILS", key="2", siret=SIRET, website="v.example")], known)
    assert statuses(plan) == [Status.DUPLICATE]
    assert plan.rows[0].same_as == "the network"
    assert plan.rows[0].changes == ("website",)
    assert plan.targets[0].after.name == "Vauban"
    assert plan.targets[0].after.external_key == "crm:1"


def test_a_party_without_key_takes_the_key_of_the_first_source_that_names_it() -> None:
    plan = planned([row(key="2", siret=SIRET)], known_party(siret=SIRET))
    assert statuses(plan) == [Status.UPDATE]
    assert plan.targets[0].after.external_key == "2"


def test_a_siret_that_another_party_has_refuses_the_row() -> None:
    known = known_party(external_key="1", siret=SIRET)
    plan = planned(
        [row("Tôles", key="2", siret=new_siret()), row("Tôles", key="2", siret=SIRET)], known
    )
    assert statuses(plan) == [Status.CREATE, Status.REFUSED]
    assert "is that of Vauban (the network)" in plan.rows[1].problems[0].message


def test_the_siret_of_an_organization_is_not_that_of_a_mentor() -> None:
    plan = planned([row(siret=SIRET), row("Jeanne Vauban", kind="MENTOR", siret=SIRET)])
    assert statuses(plan) == [Status.CREATE, Status.REFUSED]


def test_needs_are_known_by_kind_and_title() -> None:
    need = NeedInput(kind=MatchKind.PILOT, title="Moins de rebut", text="Avant")
    known = Known(known_party(external_key="1").parties, {"p1": (KnownChild("n1", need),)})
    needs = [{"kind": "PILOT", "title": "MOINS DE REBUT", "text": "Après"}]
    plan = planned([row(key="1", needs=needs)], known)
    assert statuses(plan) == [Status.UPDATE]
    assert plan.rows[0].changes == ("needs",)
    (child,) = plan.targets[0].children
    assert child.child_id == "n1"
    assert set(child.changes) == {"text", "title"}


def test_a_need_that_stands_twice_is_one() -> None:
    needs = [
        {"kind": "PILOT", "title": "Essai", "text": "Un"},
        {"kind": "PILOT", "title": "essai", "text": "Deux"},
    ]
    plan = planned([row(needs=needs)])
    (child,) = plan.targets[0].children
    assert child.input.text == "Un"
    assert "stands twice: text, title of the first one stay" in plan.rows[0].problems[0].message


def test_an_incubator_may_stand_after_its_members() -> None:
    plan = planned([row(incubator="i"), row("Traboule", kind="INCUBATOR", key="i")])
    ((member, incubator),) = plan.members
    assert (member.name, incubator.name) == ("Vauban", "Traboule")
    assert not plan.rows[0].problems


def test_an_incubator_that_is_nowhere_is_told() -> None:
    plan = planned([row(incubator="i")])
    assert statuses(plan) == [Status.CREATE]
    assert "import the incubators first" in plan.rows[0].problems[0].message


def test_unknown_skills_are_kept_or_told() -> None:
    text = '[party]\nkind = "kind"\nname = "name"\n[[offer]]\nkind = {value = "PILOT"}\ntitle = "name"\nskills = "s"'
    records = [Record(2, row(s=["Python", "Soudure"]))]
    known = Known(skills={"python": "python"})
    plan = plan_import(records, parse_mapping(text, "m"), known)
    assert plan.targets[0].children[0].input.skills == ("python", "Soudure")
    plan = plan_import(records, parse_mapping(f'skills = "ignore"\n{text}', "m"), known)
    assert plan.targets[0].children[0].input.skills == ("python",)
    assert "“Soudure” is no known skill" in plan.rows[0].problems[0].message


NEEDS_OF = 'source = "s"\n[of]\nexternal_key = "client"\nname = "nom"\n[[need]]\nkind = {value = "PILOT"}\ntitle = "titre"\n'


def test_a_row_may_be_a_need_of_a_party_that_a_column_names() -> None:
    rows = [
        {"client": "1", "titre": "Essai"},
        {"nom": "VAUBAN", "titre": "Autre essai"},
        {"client": "9", "titre": "Perdu"},
        {"client": "1", "titre": ""},
        {"titre": "De personne"},
    ]
    records = [Record(line, values) for line, values in enumerate(rows, start=2)]
    plan = plan_import(records, parse_mapping(NEEDS_OF, "m"), known_party(external_key="s:1"))
    assert statuses(plan) == [
        Status.CREATE,
        Status.CREATE,
        Status.REFUSED,
        Status.REFUSED,
        Status.REFUSED,
    ]
    assert "no party has the key “s:9”" in plan.rows[2].problems[0].message
    assert [child.input.title for child in plan.targets[0].children] == ["Essai", "Autre essai"]


def test_links_relate_known_parties_only() -> None:
    mapping = parse_mapping('[link]\nfrom = "a"\nto = "b"\nkind = {value = "client"}', "m")
    parties = tuple(
        KnownParty(f"p{n}", PartyInput(kind=PartyKind.SME, name=f"N{n}", external_key=str(n)))
        for n in (1, 2, 3)
    )
    known = Known(parties, relations=frozenset({("p1", "p2", "client", None, None)}))
    rows = [{"a": 1, "b": 2}, {"a": 2, "b": 3}, {"a": 1, "b": 9}, {"a": 1, "b": 1}]
    plan = plan_import([Record(n, r) for n, r in enumerate(rows, start=2)], mapping, known)
    assert statuses(plan) == [Status.UNCHANGED, Status.CREATE, Status.REFUSED, Status.REFUSED]
    assert plan.rows[2].problems[0].column == "b"
    assert len(plan.links) == 1


def test_a_row_reads_well_as_json() -> None:
    plan = planned([row(siret="1")])
    assert plan.rows[0].as_json() == {
        "line": 2,
        "where": "line 2",
        "subject": "party",
        "status": "REFUSED",
        "name": "Vauban",
        "problems": [
            {
                "column": "siret",
                "message": "“1”: a SIRET has 14 digits",
                "severity": "error",
            }
        ],
    }


def written(plan: ImportPlan, known: Known) -> Known:
    """What is known once a plan is written to a network of which this was known."""
    ids = {target.index: target.party_id or f"p{target.index}" for target in plan.targets}
    new = {
        ids[target.index]: (
            target.after.model_copy(update={"incubator_key": None}),
            tuple(
                KnownChild(child.child_id or f"{target.index}.{number}", child.input)
                for number, child in enumerate(target.children)
            ),
        )
        for target in plan.targets
    }
    parties = {party.id: party.input for party in known.parties} | {k: v[0] for k, v in new.items()}
    return Known(
        tuple(KnownParty(party_id, party) for party_id, party in parties.items()),
        {**known.children, **{k: v[1] for k, v in new.items()}},
        known.members | {(ids[a.index], ids[b.index]) for a, b in plan.members},
    )


def _who(key: str) -> dict[str, st.SearchStrategy[Any]]:
    """What a source may say about one key or SIRET: less or more, but not otherwise."""
    place, website = {"1": ("Lyon", "a.example"), "2": ("Metz", "b.example")}[key]
    return {"commune": st.just(place), "website": st.just(website)}


NEEDS = st.just([{"kind": "PILOT", "title": "Essai"}])
KINDS = st.sampled_from(["SME", "STARTUP", "MENTOR", "?"])
STEADY_ROWS = st.lists(
    st.one_of(
        [
            st.fixed_dictionaries(
                {"kind": st.just("SME"), "name": st.just(name), "key": st.just(key)},
                optional={**_who(key), "needs": NEEDS},
            )
            for key, name in (("1", "A"), ("2", "B"))
        ]
        + [
            st.fixed_dictionaries(
                {"kind": KINDS, "name": st.sampled_from("AB")},
                optional={
                    "commune": st.sampled_from(["Lyon", "Metz"]),
                    "website": st.sampled_from(["a.example", "b.example"]),
                    "needs": NEEDS,
                },
            ),
            st.fixed_dictionaries(
                {"kind": KINDS, "name": st.just("A"), "siret": st.just(SIRET)},
                optional=_who("1"),
            ),
        ]
    ),
    max_size=8,
)


@given(STEADY_ROWS)
def test_planning_what_was_written_changes_nothing(rows: list[dict[str, Any]]) -> None:
    again = planned(rows, written(planned(rows), Known()))
    assert not again.targets
    assert set(statuses(again)) <= {Status.UNCHANGED, Status.REFUSED}
