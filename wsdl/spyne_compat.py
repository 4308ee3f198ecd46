"""Makes Spyne 2.14.0 importable on Python 3.11, 3.12 and 3.13, and quiet.

Spyne's last release (2022) carries a copy of `six` whose module importer stopped working in Python 3.12. The cure is to
put today's `six` in its place before Spyne is imported for the first time. Python 3.13 also dropped the `cgi` module,
which Spyne uses to parse a header: there the `legacy-cgi` distribution supplies it (a dependency in pyproject.toml, so
nothing is done here). `wsdl/__init__.py` calls the functions of this module, so every module of the package may simply import Spyne.
"""

import importlib
import importlib.util
import logging
import math
import sys
import warnings
from typing import Any

import six  # type: ignore[import-untyped]

_VENDORED_SIX = "spyne.util.six"


def install() -> None:
    """Make `import spyne` work, and do it once without the warnings of its age.

    Safe to call again. Raises ImportError where `six` has no source file, or `cgi` is missing (Python 3.13).
    """
    if _VENDORED_SIX not in sys.modules:
        _replace_six()
    with warnings.catch_warnings():
        # Spyne imports cgi, which warns on 3.11 and 3.12, and has old escapes in its regular expressions.
        warnings.simplefilter("ignore")
        importlib.import_module("spyne.server.wsgi")
        importlib.import_module("spyne.protocol.soap")


def stop_forced_collections() -> None:
    """Keep Spyne from running a full garbage collection once a second, in the middle of a call.

    It does so to close the files of uploads, of which there are none here; in a process of this size it takes a tenth
    of a second.
    """
    constants: Any = importlib.import_module("spyne.const")
    constants.MIN_GC_INTERVAL = math.inf


def silence() -> None:
    """Stop Spyne's loggers, which write whole requests (names, passwords) and the tracebacks of callers' errors.

    What is worth a line is logged by `wsdl.application`, without content.
    """
    logger = logging.getLogger("spyne")
    logger.setLevel(logging.CRITICAL + 1)
    logger.propagate = False


def _replace_six() -> None:
    # A fresh copy of the module, because six registers the importer of six.moves under the name that it is loaded by.
    spec = importlib.util.spec_from_file_location(_VENDORED_SIX, six.__file__)
    if spec is None or spec.loader is None:
        raise ImportError("The six package has no source file to load; install six 1.16 or newer.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[_VENDORED_SIX] = module
    spec.loader.exec_module(module)
    # Spyne's copy has this one addition.
    module.get_function_name = lambda function: function.__name__  # type: ignore[attr-defined]
