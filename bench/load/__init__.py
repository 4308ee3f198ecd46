"""Load from outside: the running program and its yardsticks, called by wrk over HTTP on this machine."""
