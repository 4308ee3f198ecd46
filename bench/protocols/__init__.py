"""Both protocols beside their peers in other languages, in one run."""
