"""One peer over a folder of IATI files, by what it is made for: ``python benchmarks/iati_peers.py PEER FOLDER LISTS``.

It runs in an environment of its own, without this project. A newcomer would get wrong that ``iatiflattener`` asks
the network for code lists and rates when it starts: it gets them here from ``LISTS``, so that its reading is measured.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any


def okfn_iati(files: list[Path], out: Path, lists: Path) -> None:
    """Every file as a folder of CSV."""
    from okfn_iati.multi_csv_converter import IatiMultiCsvConverter

    for file in files:
        if not IatiMultiCsvConverter().xml_to_csv_folder(file, out / file.stem):
            raise SystemExit(f"okfn-iati left {file.name} out")


def iatiflattener(files: list[Path], out: Path, lists: Path) -> None:
    """Every file as rows of transactions, budgets and activities, in CSV; files it cannot read are named."""
    import requests

    content = json.loads((lists / "lists.json").read_text())

    class Answer:
        def __init__(self, address: str) -> None:
            self._name = address.rpartition("/")[2].removesuffix(".json")

        def json(self) -> Any:
            return content[self._name]

    requests.get = lambda address, **_: Answer(address)
    import iatiflattener

    flattener = iatiflattener.FlattenIATIData(
        iatikitcache_dir="",
        output=str(out),
        run_publishers=False,
        exchange_rates_filename=str(lists / "rates.csv"),
    )
    for file in files:
        try:
            flattener.process_package(None, file.name, str(file.parent))
        except Exception as fault:
            print(f"iatiflattener left {file.name} unfinished: {fault!r}", file=sys.stderr)


def iatikit(files: list[Path], out: Path, lists: Path) -> None:
    """Every activity as an object, with its identifier and its titles."""
    from iatikit.data.dataset import Dataset

    for file in files:
        for activity in Dataset(str(file)).activities:
            _ = activity.id, activity.title


def iati2json(files: list[Path], out: Path, lists: Path) -> None:
    """Every file as JSON."""
    import iati2json

    for file in files:
        iati2json.convert(str(file), str(out / f"{file.stem}.json"))


PEERS = {"okfn-iati": okfn_iati, "iatiflattener": iatiflattener, "iatikit": iatikit, "iati2json": iati2json}

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        PEERS[sys.argv[1]](sorted(Path(sys.argv[2]).glob("*.xml")), Path(folder), Path(sys.argv[3]))
