"""Ids of this face: UUIDs, made of what names the thing here, so that they are the same for ever without being kept."""

from uuid import UUID, uuid5

_NAMESPACE = UUID("0b6d6f0e-57a1-5a0c-9d0f-2f1d7c3b9a44")


def face_id(*parts: str | int) -> str:
    """The id of the thing that these parts name, the kind of thing first."""
    return str(uuid5(_NAMESPACE, ":".join(str(part) for part in parts)))
