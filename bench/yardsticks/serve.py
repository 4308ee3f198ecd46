"""`python -m bench.yardsticks.serve MODULE`: serves a yardstick as `loyalty-gateway serve` serves the gateway.

It is the gateway's own server code with the gateway's own settings (port, processes, threads) and another callable.
"""

import sys

from gateway.cli._granian import run
from gateway.settings import read_settings

if __name__ == "__main__":
    run(read_settings(), f"bench.yardsticks.{sys.argv[1]}:application")
