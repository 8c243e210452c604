"""How the matcher grows: seconds and memory by size of market, beside the raw matrix product."""
