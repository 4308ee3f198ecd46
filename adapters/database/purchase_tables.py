"""Tables of what purchases earn by: the versions of a programme's earning rules."""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from adapters.database.schema import Id, Moment, metadata

earning_rules = Table(
    "earning_rules",
    metadata,
    Column("programme_id", Id, ForeignKey("programme.id"), primary_key=True, autoincrement=False),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("valid_from", Moment, nullable=False),
    Column("set_at", Moment, nullable=False),
    # The form of domain/programmes/earning_rules_form.py, as JSON.
    Column("form", Text, nullable=False),
)
