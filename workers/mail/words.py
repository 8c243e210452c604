# the apostrophe of French typography is U+2019
"""The words that mails use for the closed lists of the domain, by language."""

from typing import Final

from graph.models.vocabulary import Language, MatchKind, PartyKind, Progress

KINDS: Final[dict[Language, dict[PartyKind, str]]] = {
    Language.FR: {
        PartyKind.STARTUP: "start-up",
        PartyKind.SME: "PME",
        PartyKind.MIDCAP: "ETI",
        PartyKind.INTEGRATOR: "intégrateur",
        PartyKind.INCUBATOR: "incubateur",
        PartyKind.MENTOR: "mentor",
    },
    Language.EN: {
        PartyKind.STARTUP: "startup",
        PartyKind.SME: "SME",
        PartyKind.MIDCAP: "mid-cap company",
        PartyKind.INTEGRATOR: "integrator",
        PartyKind.INCUBATOR: "incubator",
        PartyKind.MENTOR: "mentor",
    },
}

SOUGHT: Final[dict[Language, dict[MatchKind, str]]] = {
    Language.FR: {
        MatchKind.MENTORING: "mentorat",
        MatchKind.PILOT: "pilotes",
        MatchKind.INTEGRATION: "intégration",
        MatchKind.PARTNERSHIP: "partenariats",
    },
    Language.EN: {
        MatchKind.MENTORING: "mentoring",
        MatchKind.PILOT: "pilots",
        MatchKind.INTEGRATION: "integration",
        MatchKind.PARTNERSHIP: "partnerships",
    },
}

PROGRESS: Final[dict[Language, dict[Progress, str]]] = {
    Language.FR: {
        Progress.GOING_WELL: "Cela avance bien",
        Progress.NEEDS_HELP: "Nous avons besoin d’aide",
        Progress.OVER: "C’est terminé",
    },
    Language.EN: {
        Progress.GOING_WELL: "It goes well",
        Progress.NEEDS_HELP: "We need help",
        Progress.OVER: "It is over",
    },
}

NEXT_STEPS: Final[dict[Language, dict[MatchKind, str]]] = {
    Language.FR: {
        MatchKind.MENTORING: "convenez d’un premier échange de trente minutes cette semaine, et "
        "notez avant lui les deux ou trois questions qui comptent le plus.",
        MatchKind.PILOT: "convenez d’un premier échange de trente minutes pour définir ce que le "
        "pilote doit montrer, sur quelles données, et en combien de semaines.",
        MatchKind.INTEGRATION: "convenez d’une visite ou d’un appel pour voir l’existant, puis "
        "demandez une proposition écrite avec étapes, délais et prix.",
        MatchKind.PARTNERSHIP: "convenez d’un premier échange de trente minutes, et écrivez "
        "chacun en trois lignes ce que vous apportez et ce que vous attendez.",
    },
    Language.EN: {
        MatchKind.MENTORING: "agree on a first talk of thirty minutes this week, and write down "
        "beforehand the two or three questions that matter most.",
        MatchKind.PILOT: "agree on a first talk of thirty minutes to settle what the pilot must "
        "show, on which data, and within how many weeks.",
        MatchKind.INTEGRATION: "agree on a visit or a call to see what is in place, then ask for "
        "a written proposal with steps, dates and prices.",
        MatchKind.PARTNERSHIP: "agree on a first talk of thirty minutes, and each write down in "
        "three lines what you bring and what you expect.",
    },
}

WITHHELD: Final = {
    Language.FR: "[coordonnées masquées]",
    Language.EN: "[contact details withheld]",
}
