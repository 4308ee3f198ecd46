"""Whether every value of one simple type is a value of another."""

from collections.abc import Iterator
from typing import Any

_XS = "{http://www.w3.org/2001/XMLSchema}"
_LEAST = ("minLength", "minInclusive", "minExclusive")
_MOST = ("maxLength", "maxInclusive", "maxExclusive", "totalDigits", "fractionDigits")
_EXACT = ("length", "whiteSpace")


def value_differences(narrow: Any, wide: Any) -> Iterator[str]:
    """What a value may be by `narrow` and not by `wide`, a sentence each. Cautious: a pattern that changed is a difference."""
    ours, theirs = _facets(narrow), _facets(wide)
    built_in, other = ours.pop("type")[0], theirs.pop("type")[0]
    if not built_in.is_derived(other):
        yield f"a value is {_name(other)}, not {_name(built_in)}"
        return
    for name, steps in theirs.items():
        if not _is_within(name, ours.get(name, []), steps):
            yield f"{name} is {' and '.join(map(str, steps))}, not {' and '.join(map(str, ours.get(name, []))) or 'given'}"


def _facets(type_: Any) -> dict[str, list[Any]]:
    """The built-in type at the root under "type", and by its name what each restriction on the way says of a facet."""
    found: dict[str, list[Any]] = {}
    while not (type_.name or "").startswith(_XS):
        if not type_.is_restriction() or type_.is_list() or type_.is_union():
            raise NotImplementedError(f"{_name(type_)} is a list or a union, which are not compared.")
        step: dict[str, list[str]] = {}
        for facet in type_.elem.iter():
            if facet is not type_.elem and facet.get("value") is not None:
                step.setdefault(facet.tag.removeprefix(_XS), []).append(facet.get("value"))
        for name, values in step.items():
            found.setdefault(name, []).append(
                tuple(sorted(values)) if name in {"pattern", "enumeration"} else values[0]
            )
        type_ = type_.base_type
    return found | {"type": [type_]}


def _is_within(name: str, ours: list[Any], theirs: list[Any]) -> bool:
    """Whether a facet leaves in all that it leaves in by our steps of restriction."""
    if name == "enumeration":
        return any(set(step) <= set(theirs[0]) for step in ours)
    if name in _LEAST + _MOST:
        least = name in _LEAST
        bound = (max if least else min)(map(float, theirs))
        return any(float(step) >= bound if least else float(step) <= bound for step in ours)
    return set(theirs) <= set(ours)


def _name(type_: Any) -> str:
    return str(type_.name or "a type without a name").rpartition("}")[2]
