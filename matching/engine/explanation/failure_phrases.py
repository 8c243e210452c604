"""The words for failed rules, in French and English: what fails, and what would help.

Keys are (code, variant). {braces} are filled from the failure's values. Which side excluded the
other, and whose owner is whose, is told to nobody.
"""

from typing import Final

from matching.engine.explanation.phrases import Phrases

CAUSES: Final[Phrases] = {
    ("NO_ELIGIBLE_OFFER", ""): {
        "fr": "Aucune offre du réseau ne remplit les conditions de ce besoin.",
        "en": "No offer of the network meets the conditions of this need.",
    },
    ("NO_GOOD_OFFER", ""): {
        "fr": "Des offres sont possibles, mais aucune ne convient assez pour être proposée.",
        "en": "Some offers are possible, but none fits well enough to be proposed.",
    },
    ("ALL_TAKEN", ""): {
        "fr": "Les offres qui conviendraient sont toutes demandées par d’autres en ce moment.",
        "en": "The offers that would fit are all asked for by others at the moment.",
    },
}

FAILURES: Final[Phrases] = {
    ("KIND", ""): {
        "fr": "Le besoin et l’offre ne sont pas du même type. Il faudrait une offre du type\u00a0: {wanted}.",
        "en": "The need and the offer are not of the same kind. An offer of this kind would do: {wanted}.",
    },
    ("SAME_ENTITY", ""): {
        "fr": "Le besoin et l’offre viennent de la même structure\u00a0: seule une autre structure peut convenir.",
        "en": "The need and the offer come from the same organization: only another one will do.",
    },
    ("CONFLICT", ""): {
        "fr": "Un conflit d’intérêts est possible entre les deux parties (concurrence déclarée, même propriétaire). Si ce lien n’est plus vrai, corrigez-le dans le réseau.",
        "en": "There may be a conflict of interest between the two parties (declared competitor, same owner). If that link no longer holds, correct it in the network.",
    },
    ("EXCLUDED", ""): {
        "fr": "Cette mise en relation a été écartée\u00a0: elle redevient possible quand l’exclusion prend fin ou est levée.",
        "en": "This introduction has been ruled out: it becomes possible again once the exclusion ends or is lifted.",
    },
    ("VISIBILITY", "SEEKER"): {
        "fr": "Pas du même incubateur. Il faudrait partager le besoin avec le réseau.",
        "en": "Not of the same incubator. The need would have to be shared with the network.",
    },
    ("VISIBILITY", "GIVER"): {
        "fr": "Pas du même incubateur. Il faudrait partager l’offre avec le réseau.",
        "en": "Not of the same incubator. The offer would have to be shared with the network.",
    },
    ("VISIBILITY", "BOTH"): {
        "fr": "Pas du même incubateur. Il faudrait partager le besoin et l’offre avec le réseau.",
        "en": "Not of the same incubator. The need and the offer would have to be shared with the network.",
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
    ("PAUSED", "SEEKER_DAYS"): {
        "fr": "Le besoin est en pause. Délai restant\u00a0: {days_to_wait}\u00a0j.",
        "en": "The need is paused. Days left to wait: {days_to_wait}.",
    },
    ("PAUSED", "GIVER_DAYS"): {
        "fr": "L’offre est en pause. Délai restant\u00a0: {days_to_wait}\u00a0j.",
        "en": "The offer is paused. Days left to wait: {days_to_wait}.",
    },
    ("PAUSED", "BOTH_DAYS"): {
        "fr": "Le besoin et l’offre sont en pause. Délai restant\u00a0: {days_to_wait}\u00a0j.",
        "en": "The need and the offer are paused. Days left to wait: {days_to_wait}.",
    },
    ("OPTED_OUT", "SEEKER"): {
        "fr": "Qui exprime le besoin ne souhaite plus de propositions\u00a0: à lui seul de revenir.",
        "en": "Whoever has the need wants no more proposals: only they can come back.",
    },
    ("OPTED_OUT", "GIVER"): {
        "fr": "Qui fait l’offre ne souhaite plus de propositions\u00a0: à lui seul de revenir.",
        "en": "Whoever makes the offer wants no more proposals: only they can come back.",
    },
    ("OPTED_OUT", "BOTH"): {
        "fr": "Ni l’un ni l’autre ne souhaite plus de propositions\u00a0: à eux seuls de revenir.",
        "en": "Neither wants any more proposals: only they can come back.",
    },
    ("PROGRAM", "OFFER"): {
        "fr": "L’offre n’est pas ouverte au programme du besoin. Il faudrait l’ouvrir à\u00a0: {programs}.",
        "en": "The offer is not open to the program of the need. It would have to be opened to: {programs}.",
    },
    ("PROGRAM", "DATES"): {
        "fr": "Le programme du besoin n’est pas en cours. Dates à changer\u00a0: {programs}.",
        "en": "The program of the need is not running. Dates to change: {programs}.",
    },
    ("CAPACITY", ""): {
        "fr": "Plus de place libre. Places à ajouter\u00a0: {missing_places}.",
        "en": "No free place. Places to add: {missing_places}.",
    },
    ("LANGUAGE", ""): {
        "fr": "Aucune langue en commun. Il en faudrait une de plus, par exemple\u00a0: {seeker_could_add}.",
        "en": "No language in common. One more would do, for example: {seeker_could_add}.",
    },
    ("LANGUAGE", "UNKNOWN"): {
        "fr": "Aucune langue n’est indiquée des deux côtés\u00a0: il faudrait la préciser.",
        "en": "No language is stated on either side: it has to be stated.",
    },
    ("PLACE", "RADIUS"): {
        "fr": "Trop loin de {missing_km}\u00a0km ({distance_km}\u00a0km), sans travail à distance. Il suffirait d’élargir le rayon d’autant.",
        "en": "Too far by {missing_km} km ({distance_km} km), and not at a distance. A radius wider by as much would do.",
    },
    ("PLACE", "DISTANCE_SEEKER"): {
        "fr": "Trop loin de {missing_km}\u00a0km ({distance_km}\u00a0km). Il suffirait que le besoin accepte le travail à distance.",
        "en": "Too far by {missing_km} km ({distance_km} km). It would do if the need accepted working at a distance.",
    },
    ("PLACE", "DISTANCE_GIVER"): {
        "fr": "Trop loin de {missing_km}\u00a0km ({distance_km}\u00a0km). Il suffirait que l’offre accepte le travail à distance.",
        "en": "Too far by {missing_km} km ({distance_km} km). It would do if the offer accepted working at a distance.",
    },
    ("PLACE", "REGION_SEEKER"): {
        "fr": "Région non desservie. Il suffirait que le besoin accepte le travail à distance.",
        "en": "Region not served. It would do if the need accepted working at a distance.",
    },
    ("PLACE", "REGION_GIVER"): {
        "fr": "Région non desservie. Il suffirait que l’offre accepte le travail à distance.",
        "en": "Region not served. It would do if the offer accepted working at a distance.",
    },
    ("PLACE", "REGION_BOTH"): {
        "fr": "Région non desservie. Il faudrait que les deux acceptent le travail à distance.",
        "en": "Region not served. Both would have to accept working at a distance.",
    },
    ("PLACE", "REGION"): {
        "fr": "Région non desservie, et le travail à distance n’est accepté d’aucun côté. Il suffirait que l’offre desserve une région de plus\u00a0: {region}.",
        "en": "Region not served, and neither accepts working at a distance. One more region would do: {region}.",
    },
    ("PLACE", "STATE_PLACE"): {
        "fr": "Lieu du besoin non précisé, et le travail à distance n’est accepté d’aucun côté. Il suffirait peut-être de préciser le lieu.",
        "en": "The place of the need is not stated, and neither accepts working at a distance. Stating the place may do.",
    },
    ("HOSTING", ""): {
        "fr": "Hébergement demandé\u00a0: {required}\u00a0; garanti\u00a0: {guaranteed}. Il suffirait de garantir ce qui est demandé.",
        "en": "Hosting required: {required}; guaranteed: {guaranteed}. Guaranteeing what is required would do.",
    },
    ("CERTIFICATION", ""): {
        "fr": "Certifications à obtenir ou à indiquer\u00a0: {missing}.",
        "en": "Certifications to obtain or to state: {missing}.",
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
