"""Questions of French citizens about data protection, and the answers of the authority (CNIL)."""

from pathlib import Path

from benchmarks.datasets.sources import json_of
from benchmarks.quality.beir import BeirSet


def questions(data: Path) -> BeirSet:
    """78 paraphrased questions; an answer's title is the question it was written for.

    506 rows hold 503 documents. Six of the questions have their answer in none of them.
    """
    folder = data / "cnil_faq_fr_dev"
    documents = {
        str(row["id"]): (
            row["paragraphs"][0]["qas"][0]["question"],
            row["paragraphs"][0]["context"],
        )
        for row in json_of(folder / "kb_506_docs.json.gz")
    }
    asked = json_of(folder / "queries_paraphrased_dev.json")
    return BeirSet(
        documents,
        {f"q{number}": row["question"] for number, row in enumerate(asked)},
        {f"q{number}": {str(row["expected_id"]): 1} for number, row in enumerate(asked)},
    )
