"""The metadata that all tables share, and the column types that mean the same on both engines."""

from sqlalchemy import BigInteger, Integer, LargeBinary, MetaData, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only where the key is INTEGER.
Id = BigInteger().with_variant(Integer, "sqlite")
Amount = BigInteger
"""Ten-thousandths, see domain/amounts.py."""
Moment = BigInteger
"""Microseconds since 1970, UTC, see domain/clock.py."""
# "C" compares bytes: one index serves prefixes, ranges, order and keyset paging, the same as on SQLite.
Code = Text().with_variant(Text(collation="C"), "postgresql")
Digest = LargeBinary
Seal = BigInteger
"""See domain/row_seal.py."""
