"""The faces that speak JSON over HTTP: one package per dialect, one file per endpoint."""
