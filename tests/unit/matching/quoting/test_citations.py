"""Reasons of texts quote what exists, to the right side."""

from datetime import UTC, datetime
from typing import Any

from graph.models.entities import Need, Offer, Party
from graph.models.vocabulary import MatchKind, NeedStatus, OfferStatus, PartyKind, Side
from matching.engine.explanation import reason_sentence
from matching.engine.results import EngineMatch, Feature, Reason
from matching.quoting import Citations

NOW = datetime(2026, 1, 1, tzinfo=UTC)
COMMON: dict[str, Any] = {
    "tenant_id": "t",
    "kind": MatchKind.PILOT,
    "created_at": NOW,
    "updated_at": NOW,
}
NEED = Need(
    id="need",
    party_id="company",
    status=NeedStatus.OPEN,
    title="Réduire l’énergie des fours",
    text="Nos fours à induction consomment trop.",
    skill_ids=("energy",),
    **COMMON,
)
OFFER = Offer(
    id="offer",
    party_id="mentor",
    status=OfferStatus.OPEN,
    title="Mesurer avant d’acheter",
    text="Trente ans de métier. Je mesure la consommation de vos fours.",
    wish="Une fonderie qui veut comprendre sa facture.",
    **COMMON,
)
COMPANY = Party(
    **(COMMON | {"kind": PartyKind.SME}),
    id="company",
    name="Fonderie du Cher",
    text="Fondée en 1921 à Bourges. Fonderie de fonte grise, 80 personnes.",
)
TEXT, SKILLS = Reason(Feature.TEXT, 1.0), Reason(Feature.SKILLS, 0.5, {"skills": ("energy",)})


def match(*reasons: Reason) -> EngineMatch:
    return EngineMatch(
        need_id="need",
        offer_id="offer",
        kind="PILOT",
        rank=1,
        probability=0.2,
        value=0.2,
        features={},
        giver_features={},
        reasons=reasons,
        reservation=None,
        giver_reasons=reasons,
    )


def citations(need: Need = NEED, offer: Offer = OFFER) -> Citations:
    return Citations(
        {"need": need},
        {"offer": offer},
        {"company": COMPANY},
        ({"energy": "énergie"}, {"energy": "energy"}),
    )


def test_each_side_reads_a_sentence_of_the_other() -> None:
    cited = citations().cite(match(TEXT, SKILLS))
    assert cited.reasons[0].values == {"quote": "Je mesure la consommation de vos fours"}
    assert cited.giver_reasons[0].values == {"quote": "Fonderie de fonte grise, 80 personnes"}
    assert cited.reasons[1] == SKILLS
    assert reason_sentence(cited.reasons[0], Side.SEEKER, "fr", {}) == (
        "Proche de ce que vous décrivez. Dans l’offre\u00a0: "
        "«\u00a0Je mesure la consommation de vos fours\u00a0»."
    )
    assert reason_sentence(cited.giver_reasons[0], Side.GIVER, "en", {}) == (
        "Close to what you wish for. From the profile: “Fonderie de fonte grise, 80 personnes”."
    )


def test_the_names_of_skills_find_what_another_language_says() -> None:
    offer = OFFER.model_copy(update={"text": "Thirty years in the trade. We audit energy use."})
    cited = citations(offer=offer).cite(match(TEXT))
    assert cited.reasons[0].values == {"quote": "We audit energy use"}


def test_where_no_word_is_in_common_nothing_is_quoted() -> None:
    offer = OFFER.model_copy(update={"text": "Vendre du vin au Japon, en petits lots."})
    assert citations(offer=offer).cite(match(TEXT)).reasons == (TEXT,)


def test_a_match_without_a_reason_of_texts_stays_as_it_is() -> None:
    assert citations().cite(match(SKILLS)) == match(SKILLS)
    assert Citations().cite(match(TEXT)) == match(TEXT)
