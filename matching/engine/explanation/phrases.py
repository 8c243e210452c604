"""The words for reasons and reservations, in French and English.

Keys are (code, variant). {braces} are filled from the evidence. No-break spaces stand where
French typography wants them. Nothing here speaks of prices, scores or the other side's answers.
"""

from typing import Final

Phrases = dict[tuple[str, str], dict[str, str]]

# Variant: the side that reads the sentence.
REASONS: Final[Phrases] = {
    ("TEXT", "SEEKER"): {
        "fr": "Ce qui est proposé est proche de ce que vous décrivez.",
        "en": "What is offered is close to what you describe.",
    },
    ("TEXT", "GIVER"): {
        "fr": "Le profil est proche de ce que vous souhaitez.",
        "en": "The profile is close to what you wish for.",
    },
    ("TEXT", "SEEKER_QUOTE"): {
        "fr": "Proche de ce que vous décrivez. Dans l’offre\u00a0: «\u00a0{quote}\u00a0».",
        "en": "Close to what you describe. From the offer: “{quote}”.",
    },
    ("TEXT", "GIVER_QUOTE"): {
        "fr": "Proche de ce que vous souhaitez. Dans le profil\u00a0: «\u00a0{quote}\u00a0».",
        "en": "Close to what you wish for. From the profile: “{quote}”.",
    },
    ("SKILLS", "SEEKER"): {
        "fr": "Compétences recherchées et proposées\u00a0: {skills}.",
        "en": "Skills that you look for and that are offered: {skills}.",
    },
    ("SKILLS", "GIVER"): {
        "fr": "Compétences que vous proposez et qui sont recherchées\u00a0: {skills}.",
        "en": "Skills that you offer and that are looked for: {skills}.",
    },
    ("SKILLS", "RELATED"): {
        "fr": "Compétences voisines de celles recherchées\u00a0: {related}.",
        "en": "Skills close to those looked for: {related}.",
    },
    ("SECTOR", "CLASS"): {
        "fr": "Même activité\u00a0: {sector}.",
        "en": "Same activity: {sector}.",
    },
    ("SECTOR", "DIVISION"): {
        "fr": "Activités de la même branche que {sector}.",
        "en": "Activities of the same branch as {sector}.",
    },
    ("PLACE", ""): {
        "fr": "À {distance_km}\u00a0km l’un de l’autre.",
        "en": "{distance_km} km from each other.",
    },
    ("MATURITY", "SEEKER"): {
        "fr": "Travaille volontiers avec des entreprises à votre stade ou presque ({stage}).",
        "en": "Glad to work with companies at or near your stage ({stage}).",
    },
    ("MATURITY", "GIVER"): {
        "fr": "Une entreprise à un stade que vous préférez ou proche de lui ({stage}).",
        "en": "A company at or near a stage that you prefer ({stage}).",
    },
    ("GRAPH", ""): {
        "fr": "En commun\u00a0: {nodes}.",
        "en": "In common: {nodes}.",
    },
    ("AVAILABILITY", ""): {
        "fr": "Des places sont libres en ce moment.",
        "en": "Places are free at the moment.",
    },
}

RESERVATIONS: Final[Phrases] = {
    ("TEXT", ""): {
        "fr": "Les deux descriptions se ressemblent peu\u00a0: à vérifier ensemble.",
        "en": "The two descriptions have little in common: worth checking together.",
    },
    ("SKILLS", ""): {
        "fr": "Compétences non mentionnées\u00a0: {missing}.",
        "en": "Skills not mentioned: {missing}.",
    },
    ("SECTOR", "KNOWN"): {
        "fr": "Vient d’un autre métier que {sector}.",
        "en": "Comes from another trade than {sector}.",
    },
    ("SECTOR", "UNKNOWN"): {
        "fr": "Secteurs d’intervention non précisés.",
        "en": "Sectors not stated.",
    },
    ("PLACE", "KNOWN"): {
        "fr": "Distance\u00a0: {distance_km}\u00a0km.",
        "en": "Distance: {distance_km} km.",
    },
    ("PLACE", "UNKNOWN"): {
        "fr": "Lieu non précisé\u00a0: la distance n’est pas connue.",
        "en": "Place not stated: the distance is not known.",
    },
    ("MATURITY", "KNOWN"): {
        "fr": "Préfère d’ordinaire un autre stade que le vôtre ({stage}).",
        "en": "Usually prefers another stage than yours ({stage}).",
    },
    ("MATURITY", "UNKNOWN"): {
        "fr": "Stades préférés non précisés.",
        "en": "Preferred stages not stated.",
    },
    ("GRAPH", ""): {
        "fr": "Pas de relation commune connue.",
        "en": "No known acquaintance in common.",
    },
    ("AVAILABILITY", ""): {
        "fr": "Il reste peu de places.",
        "en": "Few places are left.",
    },
}
