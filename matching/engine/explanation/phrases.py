"""The words for reasons, reservations and failed rules, in French and English.

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

FAILURES: Final[Phrases] = {
    ("KIND", ""): {
        "fr": "Le besoin et l’offre ne sont pas du même type.",
        "en": "The need and the offer are not of the same kind.",
    },
    ("SAME_ENTITY", ""): {
        "fr": "Le besoin et l’offre viennent de la même structure.",
        "en": "The need and the offer come from the same organization.",
    },
    ("CONFLICT", ""): {
        "fr": "Un conflit d’intérêts est possible entre les deux parties.",
        "en": "There may be a conflict of interest between the two parties.",
    },
    ("EXCLUDED", ""): {
        "fr": "Cette mise en relation a été écartée.",
        "en": "This introduction has been ruled out.",
    },
    ("VISIBILITY", ""): {
        "fr": "Pas du même incubateur, et non partagé avec le réseau.",
        "en": "Not of the same incubator, and not shared with the network.",
    },
    ("PAUSED", "SEEKER"): {
        "fr": "Le besoin est en pause.",
        "en": "The need is paused.",
    },
    ("PAUSED", "GIVER"): {
        "fr": "L’offre est en pause.",
        "en": "The offer is paused.",
    },
    ("PAUSED", "BOTH"): {
        "fr": "Le besoin et l’offre sont en pause.",
        "en": "The need and the offer are paused.",
    },
    ("CAPACITY", ""): {
        "fr": "Plus de place libre. Places à ajouter\u00a0: {missing_places}.",
        "en": "No free place. Places to add: {missing_places}.",
    },
    ("LANGUAGE", ""): {
        "fr": "Aucune langue en commun. Conviendrait par exemple en\u00a0: {seeker_could_add}.",
        "en": "No language in common. Would work for example in: {seeker_could_add}.",
    },
    ("PLACE", "DISTANCE"): {
        "fr": "Trop loin de {missing_km}\u00a0km ({distance_km}\u00a0km), et le travail à distance n’est pas accepté des deux côtés.",
        "en": "Too far by {missing_km} km ({distance_km} km), and working at a distance is not accepted by both.",
    },
    ("PLACE", "REGION"): {
        "fr": "Région non desservie, et le travail à distance n’est pas accepté des deux côtés.",
        "en": "Region not served, and working at a distance is not accepted by both.",
    },
    ("HOSTING", ""): {
        "fr": "Hébergement demandé\u00a0: {required}\u00a0; garanti\u00a0: {guaranteed}.",
        "en": "Hosting required: {required}; guaranteed: {guaranteed}.",
    },
    ("CERTIFICATION", ""): {
        "fr": "Certifications manquantes\u00a0: {missing}.",
        "en": "Certifications missing: {missing}.",
    },
    ("BUDGET", "SHORT"): {
        "fr": "Il manque {missing_budget}\u00a0€ de budget.",
        "en": "The budget is {missing_budget} € short.",
    },
    ("BUDGET", "LARGE"): {
        "fr": "Le budget prévu dépasse de {excess_budget}\u00a0€ ce que couvre l’offre.",
        "en": "The budget is {excess_budget} € above what the offer covers.",
    },
    ("DECLINED_RECENTLY", ""): {
        "fr": "Sans suite récemment. Délai restant\u00a0: {days_to_wait}\u00a0j.",
        "en": "Not pursued recently. Days left to wait: {days_to_wait}.",
    },
    ("PROPOSED_RECENTLY", ""): {
        "fr": "Déjà proposé récemment. Délai restant\u00a0: {days_to_wait}\u00a0j.",
        "en": "Proposed recently. Days left to wait: {days_to_wait}.",
    },
}
