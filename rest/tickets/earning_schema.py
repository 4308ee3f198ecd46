"""What a basket earns, on the wire."""

from typing import Any

from marshmallow import fields

from domain.purchases.earning import Earning
from rest.enactor.fields import Figure
from rest.enactor.wire_schema import ReplySchema


class EarningStepSchema(ReplySchema):
    """What one rule gives."""

    rule = fields.String(required=True)
    points = Figure("What the rule gives.", required=True)
    explanation = fields.String(required=True, metadata={"description": "How it comes about, for people."})


class EarningSchema(ReplySchema):
    """Points, and why."""

    points = Figure("What the basket earns in all.")
    steps = fields.List(fields.Nested(EarningStepSchema))
    shares = fields.List(
        Figure("Points of one line."), metadata={"description": "Of each line: what taking it back takes back."}
    )
    remarks = fields.List(fields.String(), metadata={"description": "What earned nothing, and why."})


def earning_members(earning: Earning, lines: int) -> dict[str, Any]:
    """The members of the schema; `lines` is how many the basket has."""
    return {
        "points": earning.points,
        "steps": [
            {"rule": step.rule, "points": step.points, "explanation": step.explanation} for step in earning.steps
        ],
        "shares": [earning.share_of(line) for line in range(lines)],
        "remarks": list(earning.remarks),
    }
