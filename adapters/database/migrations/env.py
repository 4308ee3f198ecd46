"""Alembic's entry: runs the migrations on the connection that `upgrade` hands over."""

from alembic import context

from adapters.database.tables import metadata

connection = context.config.attributes["connection"]
is_sqlite = connection.dialect.name == "sqlite"
connection.exec_driver_sql("BEGIN IMMEDIATE" if is_sqlite else "BEGIN")
if not is_sqlite:
    # A new foreign key is checked by reading whole tables, which connections are otherwise kept from.
    connection.exec_driver_sql("SET LOCAL enable_seqscan = on")
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=False)
context.run_migrations()
connection.exec_driver_sql("COMMIT")
