"""What `serve` and `up` tell the person who starts them: where everything is."""

from gateway.application import start_entries
from gateway.settings import Settings


def addresses(settings: Settings) -> str:
    """The addresses of all that is served, as tills reach them."""
    lines = [f"The Loyalty Gateway serves at {settings.public_url}/", ""]
    for heading, paths in start_entries():
        lines += [f"  {heading}:", *(f"    {settings.public_url}{path}" for path in paths)]
    return "\n".join([*lines, ""])
