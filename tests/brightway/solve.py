"""Run by the interpreter of the Brightway environment: networks as JSON on standard input, scores on standard output."""

import json
import sys
import warnings

import numpy as np

warnings.simplefilter("ignore")
import bw2calc  # noqa: E402
import bw_processing  # noqa: E402

FIRST_FLOW = 100_000


def scores(network):
    """CO2e of each demand: ``{"inputs": [[source, activity, amount]], "emits": [[flow, activity, kg]], "gwp": [], ...}``."""
    count = network["count"]
    diagonal = [[n, n, 1.0] for n in range(count)]
    package = bw_processing.create_datapackage()
    _add(package, "technosphere_matrix", diagonal, network["inputs"])
    _add(package, "biosphere_matrix", [[FIRST_FLOW + flow, j, kg] for flow, j, kg in network["emits"]])
    _add(package, "characterization_matrix", [[FIRST_FLOW + n, 0, factor] for n, factor in enumerate(network["gwp"])])
    lca = None
    out = []
    for demand in network["demands"]:
        wanted = {int(n): units for n, units in demand.items()}
        if lca is None:
            lca = bw2calc.LCA(demand=wanted, data_objs=[package])
            lca.lci()
            lca.lcia()
        else:
            lca.lci(demand=wanted)
            lca.lcia(demand=wanted)
        out.append(float(lca.score))
    return out


def _add(package, matrix, outputs, inputs=()):
    entries = [*outputs, *inputs]
    indices = np.array([(row, column) for row, column, _ in entries], dtype=bw_processing.INDICES_DTYPE)
    package.add_persistent_vector(
        matrix=matrix,
        name=matrix,
        indices_array=indices,
        data_array=np.array([amount for *_, amount in entries], dtype=float),
        flip_array=np.array([False] * len(outputs) + [True] * len(inputs)),
    )


json.dump([scores(network) for network in json.load(sys.stdin)], sys.stdout)
