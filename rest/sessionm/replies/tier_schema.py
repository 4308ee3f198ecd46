"""The shape of tier_details, as the vendor's example has it."""

from marshmallow import fields

from rest.enactor.fields import Figure
from rest.sessionm.wire_schema import SessionSchema


class TierOverviewSchema(SessionSchema):
    """A level of a tier system."""

    id = fields.String(required=True)
    tier_system_id = fields.String(required=True)
    retailer_id = fields.String(required=True)
    name = fields.String(required=True)
    rank = fields.Integer(required=True, metadata={"description": "Its place from the lowest, 1; 0 is not enrolled."})
    status = fields.Integer(required=True)


class TierConstraintSchema(SessionSchema):
    """Which account a rule looks at."""

    discriminator = fields.Integer(required=True)
    point_accounts = fields.Dict(required=True, metadata={"description": "The account's name by its id."})
    id = fields.String(required=True)
    rule_id = fields.String(required=True)
    is_new = fields.Boolean(required=True)
    rank = fields.Integer(required=True)


class TierRuleSchema(SessionSchema):
    """A balance that leads to the next level."""

    discriminator = fields.Integer(required=True)
    target_balance = Figure("Target balance for the next tier.", required=True)
    comparison = fields.Integer(required=True)
    id = fields.String(required=True)
    retailer_id = fields.String(required=True)
    parent_id = fields.String(required=True)
    rank = fields.Integer(required=True)
    is_new = fields.Boolean(required=True)
    constraints = fields.List(fields.Nested(TierConstraintSchema), required=True)


class TierRuleResultSchema(SessionSchema):
    """How far the user is by a rule."""

    query_result = Figure("The tier-qualifying balance.", required=True)
    rule_id = fields.String(required=True)
    parent_id = fields.String(required=True)
    tree_id = fields.String(required=True)
    rule_passed = fields.Boolean(required=True)
    rule = fields.Nested(TierRuleSchema, required=True)


class TierProgressSchema(SessionSchema):
    """The way to the next level."""

    rule_tree_id = fields.String(required=True)
    rules = fields.List(fields.Nested(TierRuleResultSchema), required=True)
    discriminator = fields.Integer(required=True)
    rule_tree_name = fields.String(required=True)


class TierLevelSchema(SessionSchema):
    """The level that the user is in."""

    id = fields.String(required=True)
    tier_system_id = fields.String(required=True)
    tier_level_id = fields.String(required=True)
    user_id = fields.String(required=True)
    join_date = fields.String(metadata={"description": "Left out where purchases did not lead to it."})
    tier_overview = fields.Nested(TierOverviewSchema, required=True)
    next_tier_overview = fields.Nested(TierOverviewSchema)
    tier_progress = fields.List(fields.Nested(TierProgressSchema), required=True)


class TierDetailsSchema(SessionSchema):
    """The user's level in each tier system; there is one system at the most."""

    tier_levels = fields.List(fields.Nested(TierLevelSchema), required=True)
