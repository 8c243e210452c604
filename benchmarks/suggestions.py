"""How soon a need saved through GraphQL has readable suggestions.

The whole service on the sample network, in a temporary folder: a mutation, then the query a front
end would repeat, until the suggestions are there. The target is 2 s at the 95th percentile.

    python -m benchmarks.suggestions [--needs 40]
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from cli.demonstration import Stopwatch, mails_settled
from cli.dev import running
from cli.telemetry import configure_logs

POLL_S = 0.05
LIMIT_S = 30.0
SAVE = """mutation ($input: RegisterNeedInput!) {
  registerNeed(input: $input) {
    ... on NeedSuccess { need { id } }
    ... on UserError { message }
  } }"""
READ = """query ($id: ID!) { suggestions(needId: $id, first: 3) {
  probability offer { title } reasons(language: FR) { sentence } } }"""
TEXTS = (
    ("Lire les bons de commande reçus par télécopie", "document-processing"),
    ("Prévoir les ventes de glaces selon la météo", "demand-forecasting"),
    ("Detect bearing wear before the line stops", "predictive-maintenance"),
    ("Trier les réclamations clients par motif", "natural-language-processing"),
    ("Suivre la consommation d’énergie des fours", "energy-management"),
)


async def measure(service: str, key: str, needs: int) -> list[float]:
    """Seconds from the mutation to the first readable suggestion, one need after the other."""
    headers = {"Authorization": f"Bearer {key}"}
    url = f"{service}/graphql"
    async with httpx.AsyncClient(headers=headers, timeout=LIMIT_S) as client:
        owner = await ask(client, url, "{ parties(first: 1) { nodes { id } } }", {})
        party_id = owner["parties"]["nodes"][0]["id"]
        return [await _one(client, url, party_id, number) for number in range(needs)]


async def _one(client: httpx.AsyncClient, url: str, party_id: str, number: int) -> float:
    title, skill = TEXTS[number % len(TEXTS)]
    given = {
        "partyId": party_id,
        "kind": "INTEGRATION",
        "title": f"{title} ({number})",
        "text": f"Nous cherchons un intégrateur. {title}.",
        "skills": [skill],
    }
    started = time.perf_counter()
    saved = await ask(client, url, SAVE, {"input": given})
    need_id = saved["registerNeed"]["need"]["id"]
    while time.perf_counter() - started < LIMIT_S:
        found = await ask(client, url, READ, {"id": need_id})
        if found["suggestions"]:
            return time.perf_counter() - started
        await asyncio.sleep(POLL_S)
    return LIMIT_S


async def ask(
    client: httpx.AsyncClient, url: str, query: str, variables: dict[str, Any]
) -> dict[str, Any]:
    """The data of one GraphQL request."""
    answer = (await client.post(url, json={"query": query, "variables": variables})).json()
    if answer.get("errors"):
        raise RuntimeError(json.dumps(answer["errors"]))
    data: dict[str, Any] = answer["data"]
    return data


async def main(needs: int) -> None:
    """Starts the service, measures, prints."""
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
        async with running(Path(folder), 0, Stopwatch()) as stage:
            await mails_settled(stage.graph)
            await measure(
                stage.processes.url, stage.key, 3
            )  # the worker's encoder loads at its first text
            seconds = await measure(stage.processes.url, stage.key, needs)
    low, middle, high = np.percentile(seconds, [0, 50, 95])
    print(f"need saved → suggestions readable, {needs} needs, seconds")
    print(f"  min {low:.2f}   median {middle:.2f}   p95 {high:.2f}   max {max(seconds):.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--needs", type=int, default=40)
    configure_logs()
    sys.exit(asyncio.run(main(parser.parse_args().needs)))
