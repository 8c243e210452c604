"""The numbers of a simulated network, each with where it comes from.

A world must be as hard as what is known of real ones, or its figures mean nothing. These numbers
are set on data, and tests hold them there:

* `encoder_noise` and its spread: among 195 mentors, the encoder finds the one that is truly
  nearest to a need as often as a project's organization is found on Google Summer of Code 2024
  (hit@1 .245, hit@10 .555).
* `hesitation`, `taste_sd` and `person_sd`: the engine's product orders random pairs by mutual
  acceptance about as well as on the speed-dating data of Columbia (AUC .760; one side .673).
* the answer rates: the top three by cosine then yield about 200 mutual acceptances in one round
  of 2,000 needs and 500 mentors, the level of the specification's figures.

The others are plausible, and not fitted: sizes by rank, supply between half and one and a half
of the mean, profiles that list most but not all.
"""

from dataclasses import dataclass
from enum import StrEnum


class Truth(StrEnum):
    """What true utilities look like: of the engine's own form, or not."""

    FUNCTIONAL = "functional"
    LATENT = "latent"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldSettings:
    """One world. Rates and shares in [0, 1]; distances in kilometers; `_sd` are logits."""

    needs: int = 2000
    mentors: int = 500
    rounds: int = 4
    truth: Truth = Truth.FUNCTIONAL
    # A mail's cards stay open for two to three weeks: four rounds are the twelve-week window.
    round_days: float = 21.0
    smallest_capacity: int = 2
    largest_capacity: int = 4

    # Regions: needs live where firms are, mentors mostly in the large cities.
    regions: int = 8
    scarcest_supply: float = 0.5  # mentors per need, relative to the average region
    richest_supply: float = 1.5
    map_km: float = 900.0
    region_km: float = 30.0
    remote_share: float = 0.6

    # Texts: a topic each, and how far a text strays from it (1: as much as the topic says).
    dimensions: int = 48
    topics: int = 30
    topic_evenness: float = 2.0  # of the Dirichlet shares of topics on each side
    text_spread: float = 0.8
    topic_in_wish: float = 0.5  # how much of what a mentor wishes in a company is its own topic
    generic_share: float = 0.25  # at most so much of an offer's text fits everybody
    encoder_noise: float = 0.9
    encoder_noise_sd: float = 0.8  # of its logarithm, from text to text
    rewriting_rate: float = 0.25  # parties that update their texts between two rounds
    drift: float = 0.15  # how far what is wanted moves between two rounds

    skills_per_topic: int = 5
    skill_listing: float = 0.85  # part of a mentor's skills that its profile lists
    events: int = 60
    events_per_party: float = 1.5
    event_recording: float = 0.6  # part of the attendances that the graph knows
    stage_known: float = 0.7

    # A new mentor has no record, and a thinner profile than the others.
    new_share: float = 0.2
    new_listing: float = 0.5
    new_recording: float = 0.2
    past_answers: float = 15.0

    hesitation: float = 1.75  # logits by which people say yes less easily than the prior assumes
    taste_sd: float = 0.4  # what one party feels about one other, and no profile says
    person_sd: float = 0.3  # some say yes more easily

    # Silence: mails of cards that are opened and answered, requests that a mentor answers.
    seeker_answers: float = 0.85
    giver_answers: float = 0.9
    dormant_share: float = 0.15
    dormant_answers: float = 0.3
    requests_read: int = 6

    # The latent truth: variance by a rule of the profile, by hidden traits, by chance; in all 1.
    latent_profile: float = 0.5
    latent_hidden: float = 0.3
    hidden_traits: int = 6
    aspiration_sd: float = 0.3
    yes_above: float = 0.85  # acceptance above and below the threshold
    yes_below: float = 0.03

    def __post_init__(self) -> None:
        """Raise ValueError where there is nobody to match or nothing to play."""
        if min(self.needs, self.mentors, self.rounds) < 1:
            raise ValueError("A simulation takes at least one need, one mentor and one round")
