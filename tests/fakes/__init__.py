"""Stand-ins for the adapters, under the same file names, held to the same contract suites."""
