"""What a refit decided, in one sentence for the people of a network."""

from matching.engine.learning.refit import (
    LEAST_ANSWERS,
    LEAST_HELD_OUT_PARTIES,
    LEAST_PARTIES,
    Refit,
    Why,
)

_SENTENCES = {
    "fr": {
        Why.WINS: "Poids appris sur {answers:.0f} réponses de {parties:.0f} membres : l’erreur de "
        "prévision (log-loss) sur les membres mis de côté passe de {log_loss_before:.3f} à "
        "{log_loss_after:.3f}.",
        Why.TOO_FEW_ANSWERS: "Poids inchangés : {answers:.0f} réponses, il en faut {least_answers}.",
        Why.TOO_FEW_PARTIES: "Poids inchangés : les réponses viennent de {parties:.0f} membres, "
        "dont {held_out_parties:.0f} mis de côté pour vérifier ; il en faut {least_parties}, dont {least_held_out}.",
        Why.NO_GAIN: "Poids inchangés : les poids appris ne prévoient pas mieux les réponses "
        "mises de côté ({log_loss_before:.3f} avant, {log_loss_after:.3f} après).",
        Why.GAIN_UNSURE: "Poids inchangés : le gain de {gain:.4f} sur les réponses mises de côté "
        "peut être dû au hasard (± {gain_error:.4f}).",
        Why.WORSE_CALIBRATION: "Poids inchangés : les probabilités seraient moins justes "
        "(écart moyen {calibration_error_before:.3f} avant, {calibration_error_after:.3f} après).",
        Why.WORSE_FOR_GROUP: "Poids inchangés : les probabilités seraient moins justes pour le "
        "groupe {group}.",
    },
    "en": {
        Why.WINS: "Weights learned from {answers:.0f} answers of {parties:.0f} members: the error "
        "of prediction (log-loss) on the members set aside falls from {log_loss_before:.3f} to "
        "{log_loss_after:.3f}.",
        Why.TOO_FEW_ANSWERS: "Weights unchanged: {answers:.0f} answers, {least_answers} are needed.",
        Why.TOO_FEW_PARTIES: "Weights unchanged: the answers come from {parties:.0f} members, "
        "{held_out_parties:.0f} of them set aside to check; {least_parties} are needed, "
        "{least_held_out} of them set aside.",
        Why.NO_GAIN: "Weights unchanged: the learned weights do not foretell the answers set aside "
        "better ({log_loss_before:.3f} before, {log_loss_after:.3f} after).",
        Why.GAIN_UNSURE: "Weights unchanged: the gain of {gain:.4f} on the answers set aside may "
        "be luck (± {gain_error:.4f}).",
        Why.WORSE_CALIBRATION: "Weights unchanged: the probabilities would be less true (mean "
        "error {calibration_error_before:.3f} before, {calibration_error_after:.3f} after).",
        Why.WORSE_FOR_GROUP: "Weights unchanged: the probabilities would be less true for the "
        "group {group}.",
    },
}


def refit_sentence(decision: Refit, language: str) -> str:
    """The decision with its figures, in "fr" or "en"."""
    sentence = _SENTENCES[language][decision.why]
    return sentence.format(
        **decision.figures,
        group=decision.group,
        least_answers=LEAST_ANSWERS,
        least_parties=LEAST_PARTIES,
        least_held_out=LEAST_HELD_OUT_PARTIES,
    )
