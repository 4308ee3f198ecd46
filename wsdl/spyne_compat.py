"""Makes Spyne 2.14.0 importable on Python 3.11, 3.12 and 3.13.

Spyne's last release (2022) carries a copy of ``six`` whose module importer stopped working in Python 3.12. The cure is
to put today's ``six`` in its place before Spyne is imported for the first time. Python 3.13 also dropped the ``cgi``
module, which Spyne uses to parse a header: there the ``legacy-cgi`` distribution supplies it (a dependency in
pyproject.toml, so nothing is done here). Importing this module is enough; every module of this package that needs
Spyne imports it from here first.
"""

import importlib.util
import logging
import sys
import warnings

import six

_VENDORED_SIX = "spyne.util.six"


def install() -> None:
    """Put the installed ``six`` where Spyne looks for its own copy.

    Safe to call again. Does nothing once Spyne has loaded its own copy, which works on Python 3.11.
    """
    if _VENDORED_SIX in sys.modules:
        return
    # A fresh copy of the module, because six registers its importer of ``six.moves`` under the name it is loaded by.
    spec = importlib.util.spec_from_file_location(_VENDORED_SIX, six.__file__)
    if spec is None or spec.loader is None:
        raise ImportError("The six package has no source file to load; install six 1.16 or newer.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[_VENDORED_SIX] = module
    spec.loader.exec_module(module)
    # Spyne's copy has this one addition.
    module.get_function_name = lambda function: function.__name__  # type: ignore[attr-defined]


def silence() -> None:
    """Stop Spyne's loggers from writing requests, which hold passwords and names, and tracebacks of clients' errors.

    What is worth a line is logged by the guard, without content.
    """
    spyne_logger = logging.getLogger("spyne")
    spyne_logger.setLevel(logging.CRITICAL + 1)
    spyne_logger.propagate = False
    spyne_logger.addHandler(logging.NullHandler())


install()
silence()
with warnings.catch_warnings():
    # Spyne imports ``cgi``, which warns on 3.11 and 3.12, and has old escapes in regular expressions.
    warnings.simplefilter("ignore")
    import spyne
    import spyne.protocol.soap
    import spyne.server.wsgi

__all__ = ["install", "silence", "spyne"]
