"""The product as it runs: settings, wiring, the WSGI application, the command line."""
