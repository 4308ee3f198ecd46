"""A PL/pgSQL function that writes the same rows in one trip: the fastest form, whose price is rules written in SQL."""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg

from adapters.database.engine import Store
from bench.updates import fixed_sql
from bench.updates.form import DEVICE, SCALED_AMOUNT, SITE, Apply, account_number
from bench.wrong import Wrong

_FUNCTION = """
CREATE OR REPLACE FUNCTION bench_update(
    wanted bigint, new_key bytea, new_movement bigint, amount bigint, till text, sale text, shop text, now_us bigint
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE a account%ROWTYPE; after bigint; available bigint; head bytea; facts text; part text;
BEGIN
    SELECT * INTO a FROM account WHERE id = wanted FOR UPDATE;
    PERFORM 1 FROM idempotency_key WHERE programme_id = a.programme_id AND key = new_key;
    IF FOUND THEN RETURN NULL; END IF;
    after := a.balance + amount; available := after + a.credit_limit; facts := '';
    FOREACH part IN ARRAY ARRAY[a.programme_id::text, 'earn', 'COMPLETED', '0', available::text, till, sale, '',
        now_us::text, '', '', '1', shop, '', ''] LOOP facts := facts || length(part) || ':' || part; END LOOP;
    head := sha256(coalesce(a.head_hash, decode(repeat('00', 32), 'hex')) || int8send(wanted) || int8send(a.sequence + 1)
        || int8send(new_movement) || int8send(amount) || int8send(after) || convert_to(facts, 'UTF8'));
    INSERT INTO movement (id, programme_id, account_id, kind, phase, moved, balance_after, held_after, available_after,
        device, transaction_id, reference_id, received_at, credential_id, site, operator, reason)
        VALUES (new_movement, a.programme_id, wanted, 'earn', 'COMPLETED', amount, after, 0, available, till, sale, '',
        now_us, 1, shop, '', '');
    INSERT INTO entry (account_id, sequence, movement_id, amount, balance_after, previous_hash, hash) VALUES (wanted,
        a.sequence + 1, new_movement, amount, after, coalesce(a.head_hash, decode(repeat('00', 32), 'hex')), head);
    UPDATE account SET balance = after, sequence = a.sequence + 1, head_hash = head WHERE id = wanted;
    INSERT INTO idempotency_key (programme_id, key, first_key, account_id, amount, currency, phase, original, movement_id,
        refusal, moved, balance, held, available)
        VALUES (a.programme_id, new_key, new_key, wanted, amount, 'GBP', 'COMPLETED', '', new_movement, '', amount, after,
        0, available);
    INSERT INTO outbox (programme_id, movement_id, type, version, body, created_at) VALUES (a.programme_id, new_movement,
        'BalanceMoved', 1, '{"movement":' || new_movement || ',"account":' || wanted || ',"sequence":' || a.sequence + 1
        || ',"kind":"earn","moved":' || amount || ',"balance":' || after || ',"held":0}', now_us);
    RETURN after;
END $$"""
_CALL = "SELECT bench_update(%s, %s, %s, %s, %s, %s, %s, %s)"
_FIRST_ID = 3 * fixed_sql.FIRST_ID


class FunctionForm:
    """One statement for each update, a connection for each thread."""

    name = "function"

    def __init__(self, store: Store, account_ids: Sequence[int]) -> None:
        self._url = store.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._ids = account_ids
        self._movement_ids = itertools.count(_FIRST_ID)
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(_FUNCTION)

    @contextmanager
    def worker(self) -> Iterator[Apply]:
        """See `Form`."""
        with psycopg.connect(self._url, autocommit=True) as connection:
            yield lambda place, transaction_id: self._apply(connection, place, transaction_id)

    def _apply(self, connection: psycopg.Connection[Any], place: int, transaction_id: str) -> None:
        key = fixed_sql.key_of(transaction_id, account_number(self.name, place))
        values = (self._ids[place], key, next(self._movement_ids), SCALED_AMOUNT, DEVICE, transaction_id, SITE)
        (balance,) = connection.execute(_CALL, (*values, fixed_sql.now_microseconds())).fetchone() or (None,)
        if balance is None:
            raise Wrong("A yardstick's transaction id was there before.")
