"""Tables of customers and cards. Personal data lives here and nowhere else; the ledger knows only the ids."""

from sqlalchemy import Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text, UniqueConstraint

from adapters.database.schema import Code, Id, Moment, metadata

customer = Table(
    "customer",
    metadata,
    Column("id", Id, primary_key=True),
    Column("programme_id", Id, ForeignKey("programme.id"), nullable=False),
    Column("number", Code, nullable=False),
    Column("status", Code, nullable=False, server_default="ACTIVE"),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("programme_id", "number"),
)

customer_person = Table(
    "customer_person",
    metadata,
    Column("customer_id", Id, ForeignKey("customer.id"), primary_key=True, autoincrement=False),
    *(
        Column(name, Text, nullable=False, server_default="")
        for name in (
            "title",
            "forename",
            "surname",
            "email",
            "phone",
            "street1",
            "street2",
            "street3",
            "town",
            "county",
            "postcode",
            "country",
        )
    ),
)

# One row per spelling that a till may type; domain/customers/name_keys.py makes them.
customer_name_key = Table(
    "customer_name_key",
    metadata,
    Column("programme_id", Id, autoincrement=False),
    Column("name_key", Code),
    Column("customer_number", Code),
    Column("customer_id", Id, ForeignKey("customer.id"), nullable=False, index=True),
    Column("shared_length", Integer, nullable=False),
    # What a page and a count look at is in the index itself: rows that are skipped or counted are not fetched.
    PrimaryKeyConstraint(
        "programme_id", "name_key", "customer_number", postgresql_include=["shared_length", "customer_id"]
    ),
    sqlite_with_rowid=False,
)

customer_postcode_key = Table(
    "customer_postcode_key",
    metadata,
    Column("programme_id", Id, primary_key=True, autoincrement=False),
    Column("postcode_key", Code, primary_key=True),
    Column("name_key", Code, primary_key=True),
    Column("customer_number", Code, primary_key=True),
    Column("customer_id", Id, ForeignKey("customer.id"), nullable=False, index=True),
    sqlite_with_rowid=False,
)

# One row per e-mail address, telephone number and id given out; domain/customers/identifier_keys.py makes them.
customer_identifier = Table(
    "customer_identifier",
    metadata,
    Column("programme_id", Id, primary_key=True, autoincrement=False),
    Column("kind", Code, primary_key=True),
    Column("identifier", Code, primary_key=True),
    Column("customer_id", Id, ForeignKey("customer.id"), primary_key=True, autoincrement=False, index=True),
    sqlite_with_rowid=False,
)

customer_group = Table(
    "customer_group",
    metadata,
    Column("customer_id", Id, ForeignKey("customer.id"), primary_key=True, autoincrement=False),
    Column("group_code", Code, primary_key=True),
    sqlite_with_rowid=False,
)

card = Table(
    "card",
    metadata,
    Column("id", Id, primary_key=True),
    Column("programme_id", Id, ForeignKey("programme.id"), nullable=False),
    Column("number", Code, nullable=False),
    Column("hashed_number", Code, nullable=False),
    Column("customer_id", Id, ForeignKey("customer.id"), nullable=False),
    Column("status", Code, nullable=False, server_default="ACTIVE"),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("programme_id", "number"),
    UniqueConstraint("programme_id", "hashed_number"),
    Index("ix_card_customer_id", "customer_id"),
)
