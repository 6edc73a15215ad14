"""Mathematics of the network: scenario to graph, figures to arrays, shares, passes, prices, limits, fold, stock, draws."""
