"""The shape of a problem, for the API's document."""

from marshmallow import Schema, fields

from rest.enactor.wire_schema import ReplySchema, type_name


class FieldProblemSchema(Schema):
    """One value that was refused."""

    field = fields.String(required=True, metadata={"description": "The member, parameter or header."})
    detail = fields.String(required=True, metadata={"description": "What is wrong with it."})


class ProblemSchema(ReplySchema):
    """A problem (RFC 9457) that carries the error members of the vendor's errorMessage too."""

    type = fields.String(required=True, metadata={"description": "A stable URI for this kind of problem."})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True, metadata={"description": "What is wrong and what to do, for people."})
    at_type = type_name("errorMessage")
    error_code = fields.String(required=True, metadata={"description": "The stable code of the error."})
    message_base = fields.String(required=True)
    message_id = fields.String(required=True)
    message_text = fields.String(required=True)
    advice = fields.String(required=True, metadata={"description": "What the till does next."})
    moved = fields.Boolean(
        metadata={"description": "Whether a balance moved: never; left out where the gateway cannot know."}
    )
    field = fields.String(metadata={"description": "The member, parameter or header that is at fault."})
    errors = fields.List(fields.Nested(FieldProblemSchema))
    correlation_id = fields.String(required=True, metadata={"description": "Find the call in the logs by this."})
