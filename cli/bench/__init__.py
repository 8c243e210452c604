"""`maillage bench`: measurements of this machine and of the code; `--json` prints one line."""

import typer

from cli.bench.api import api, plans
from cli.bench.dating import dating
from cli.bench.faults import faults
from cli.bench.fuzz import fuzz
from cli.bench.hostile import hostile
from cli.bench.load import load
from cli.bench.quality import quality
from cli.bench.scale import scale
from cli.bench.simulate import simulate

bench = typer.Typer(
    name="bench",
    help="Measure: quality of retrieval, the matcher on simulated networks, speed at scale, the API beside its peer, under attack, under load, mails when anything fails.",
    no_args_is_help=True,
)
bench.command("api")(api)
bench.command("plans")(plans)
bench.command("quality")(quality)
bench.command("scale")(scale)
bench.command("dating")(dating)
bench.command("simulate")(simulate)
bench.command("fuzz")(fuzz)
bench.command("hostile")(hostile)
bench.command("load")(load)
bench.command("faults")(faults)
