"""Tables of estates, programmes and sites."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Table, Text, UniqueConstraint, true

from adapters.database.schema import Code, Id, Moment, metadata

estate = Table(
    "estate",
    metadata,
    Column("id", Id, primary_key=True),
    Column("code", Code, nullable=False, unique=True),
    Column("name", Text, nullable=False),
)

programme = Table(
    "programme",
    metadata,
    Column("id", Id, primary_key=True),
    Column("estate_id", Id, ForeignKey("estate.id"), nullable=False),
    Column("code", Code, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("status", Code, nullable=False, server_default="ACTIVE"),
    Column("currency", Code, nullable=False),
    Column("country", Code, nullable=False),
    Column("time_zone", Code, nullable=False),
    Column("hold_lifetime_hours", Integer, nullable=False, server_default="360"),
    Column("id_reuse_window_hours", Integer, nullable=False, server_default="24"),
    Column("late_after_minutes", Integer, nullable=False, server_default="60"),
    Column("late_overspend", Code, nullable=False, server_default="refuse"),
    Column("reversal_may_pass_floor", Boolean, nullable=False, server_default=true()),
    Column("money_in_smallest_unit", Boolean, nullable=False, server_default=true()),
    Column("points_precision", Integer, nullable=False, server_default="0"),
    # Before this no points of the programme expire, None where they last: kept by earning_rules_records.py.
    Column("points_expire_from", Moment, nullable=True),
)

site = Table(
    "site",
    metadata,
    Column("id", Id, primary_key=True),
    Column("estate_id", Id, ForeignKey("estate.id"), nullable=False),
    Column("code", Code, nullable=False),
    Column("name", Text, nullable=False),
    Column("status", Code, nullable=False, server_default="ACTIVE"),
    Column("time_zone", Code, nullable=False),
    UniqueConstraint("estate_id", "code"),
)

programme_site = Table(
    "programme_site",
    metadata,
    Column("programme_id", Id, ForeignKey("programme.id"), primary_key=True),
    Column("site_id", Id, ForeignKey("site.id"), primary_key=True),
)
