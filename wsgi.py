"""The gateway as a WSGI callable, for any WSGI server; `loyalty-gateway serve` runs it in Granian.

Its settings come from the environment (docs/settings.md).
"""

from gateway.application import application_from_environment

application = application_from_environment()
