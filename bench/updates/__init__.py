"""`python -m bench.updates`: what one update of a balance costs, in process, beside the bare driver."""
