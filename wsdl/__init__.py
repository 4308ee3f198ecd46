"""The SOAP face: Spyne services behind a guard, and the contract they keep.

Only this package knows Spyne. It imports the domain and nothing else of the gateway. `wsdl.application` makes the WSGI
callable.
"""

from wsdl import spyne_compat

spyne_compat.install()
spyne_compat.stop_forced_collections()
spyne_compat.silence()
