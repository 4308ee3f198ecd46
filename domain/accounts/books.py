"""The books that are open during one transaction: what was loaded, and what the decisions change.

A batch of updates is decided in order against the same books, so that each sees what those before it did. The books
hold no rule of their own (`decide` has them) and touch no database: an adapter loads them and writes `changes`.
"""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from domain.accounts.account import AWAITS_CREDIT, Account, AmountForm
from domain.accounts.book_rows import entry_row, key_record, movement_row, reply_from
from domain.accounts.decide import decide
from domain.accounts.decision import Applied, Refused, Replay, State
from domain.accounts.ledger_records import Entry, Hold, KeyRecord, MergedAccount, Movement, OutboxEvent, RelatedMovement
from domain.accounts.posting import Posting
from domain.accounts.prepared_update import MovementKind, Original, PreparedUpdate, without_place
from domain.accounts.update_command import UpdateReply
from domain.accounts.update_events import event_of
from domain.refusals import NoAccount


@dataclass(slots=True)
class Changes:
    """Rows to write, in the order in which they were decided."""

    movements: list[Movement] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    keys: list[KeyRecord] = field(default_factory=list)
    holds_placed: list[Hold] = field(default_factory=list)
    holds_resolved: list[tuple[Hold, int]] = field(default_factory=list)
    remainders: dict[int, int] = field(default_factory=dict)
    events: list[OutboxEvent] = field(default_factory=list)
    accounts: dict[int, Account] = field(default_factory=dict)


@dataclass(slots=True)
class Books:
    """Accounts, keys and related movements of one batch. `next_movement_id` gives ids that were never used.

    `families` are the accounts that were merged into one of these, by its id.
    """

    next_movement_id: Callable[[], int]
    accounts: dict[int, Account] = field(default_factory=dict)
    keys: dict[tuple[int, bytes], KeyRecord] = field(default_factory=dict)
    related: dict[tuple[int, Original], list[RelatedMovement]] = field(default_factory=dict)
    families: dict[int, Sequence[MergedAccount]] = field(default_factory=dict)
    changes: Changes = field(default_factory=Changes)

    def settle(self, account_id: int | None, update: PreparedUpdate) -> UpdateReply:
        """Decide this update and enter what follows from it.

        Raises `NoAccount`, `KeyReuse` or `InvalidInput`; then nothing was entered.
        """
        account = None if account_id is None else self.accounts[account_id]
        if account is None or (update.only_customer and account.customer_number != update.only_customer):
            raise NoAccount
        form = AmountForm(account.unit, account.precision, update.rules.money_in_smallest_unit)
        state = self._state(account, update, form)
        decision = decide(state, update)
        if isinstance(decision, Replay):
            return self._replay(decision, update, account, form)
        if isinstance(decision, Refused):
            record = key_record(state, update, decision.amount, refusal=decision.error.code)
        else:
            record = self._apply(decision, update, state)
        return reply_from(self._name(record, update), account, form)

    def post(self, posting: Posting) -> Movement:
        """Enter a posting that was decided elsewhere; returns its movement."""
        account = self.accounts[posting.account_id]
        account.balance += posting.amount
        movement = posting.movement(self.next_movement_id(), account)
        self._enter(movement, account)
        if posting.reverses:
            self._reverse(posting.reverses, posting.amount, account, posting.received_at)
        self._add_key(posting.key_record(account.programme_id, account.currency, movement))
        return movement

    def _state(self, account: Account, update: PreparedUpdate, form: AmountForm) -> State:
        natural_key = update.natural_key(account.number)
        state = State(
            account=account,
            natural_key=natural_key,
            natural=self._key(update.programme_id, natural_key),
            explicit=self._key(update.programme_id, update.explicit_key),
            related=self._related(account.id, update),
            form=form,
            named_id=account.id,
        )
        family = self.families.get(account.id)
        return self._with_family(state, update, family) if family else state

    def _with_family(self, state: State, update: PreparedUpdate, family: Sequence[MergedAccount]) -> State:
        """The same, with what the accounts knew that were merged into this one; the one that is named comes first."""
        named = next((one.id for one in family if one.number == update.account_number), state.named_id)
        names = sorted([(state.account.id, state.account.number), *family], key=lambda one: one[0] != named)
        keys = [self._key(update.programme_id, update.natural_key(number)) for _, number in names]
        related = [found for account_id, _ in names for found in self._related(account_id, update)]
        return dataclasses.replace(
            state,
            natural=next((key for key in keys if key), None),
            related=related,
            named_id=named,
            family=[one.id for one in family],
        )

    def _related(self, account_id: int, update: PreparedUpdate) -> Sequence[RelatedMovement]:
        return self.related.get((account_id, update.document), ()) if update.document else ()

    def _key(self, programme_id: int, key: bytes | None) -> KeyRecord | None:
        if key is None:
            return None
        return self.keys.get((programme_id, key)) or self.keys.get((programme_id, without_place(key)))

    def _replay(self, replay: Replay, update: PreparedUpdate, account: Account, form: AmountForm) -> UpdateReply:
        first = replay.first
        if replay.also_name:
            self._add_key(dataclasses.replace(first, key=replay.also_name))
        duplicate_of = str(first.movement_id or update.transaction_id) if replay.duplicate else ""
        names = {one.id: one.number for one in self.families.get(account.id, ())}
        number = names.get(first.account_id, account.number)
        return reply_from(first, account, form, number=number, replayed=True, duplicate_of=duplicate_of)

    def _apply(self, applied: Applied, update: PreparedUpdate, state: State) -> KeyRecord:
        account, movement_id = state.account, self.next_movement_id()
        account.balance += applied.moved
        if applied.kind is MovementKind.REINSTATEMENT:
            account.reinstatable -= applied.moved
        self._change_hold(applied, update, account, movement_id)
        movement = movement_row(movement_id, applied, update, account)
        self._enter(movement, account)
        if applied.reverses:
            self._reverse(applied.reverses, applied.moved, account, update.received_at)
        until = applied.places_hold_until or applied.points_last_until
        return key_record(state, update, applied.amount, movement=movement, until=until)

    def _reverse(self, original: RelatedMovement, moved: int, account: Account, now: datetime) -> None:
        original.left = original.left_to_reverse + moved
        self.changes.remainders[original.movement.id] = original.left
        if moved > 0 and account.points_announce_from:
            account.points_announce_from = min(account.points_announce_from, now)
        if moved > 0 and account.points_expire_from:
            # Points that are given back expire when they did before, which may be sooner than anybody expects by now.
            account.points_expire_from = min(account.points_expire_from, now)

    def _change_hold(self, applied: Applied, update: PreparedUpdate, account: Account, movement_id: int) -> None:
        if applied.places_hold_until:
            hold = Hold(movement_id, account.id, applied.hold_amount, applied.places_hold_until)
            account.held += hold.reserves(update.received_at)
            account.open_holds += 1
            account.holds_placed += 1
            self.changes.holds_placed.append(hold)
        if applied.resolves and applied.resolves.hold:
            hold = applied.resolves.hold
            account.held -= hold.reserves(update.received_at)
            account.open_holds -= 1
            hold.state = applied.resolved_as
            self.changes.holds_resolved.append((hold, movement_id))

    def _enter(self, movement: Movement, account: Account) -> None:
        """Write the movement's entry at the end of the account's chain."""
        account.sequence += 1
        entry = entry_row(movement, account)
        account.head_hash = entry.hash
        if account.points_announce_from == AWAITS_CREDIT and movement.moved > 0:
            account.points_announce_from = movement.received_at
        self.changes.movements.append(movement)
        self.changes.entries.append(entry)
        self.changes.accounts[account.id] = account
        self.changes.events.append(event_of(movement, account))
        if movement.transaction_id:
            placed = [hold for hold in self.changes.holds_placed if hold.movement_id == movement.id]
            document = Original(movement.device, movement.transaction_id)
            related = RelatedMovement(movement, hold=placed[0] if placed else None)
            self.related.setdefault((account.id, document), []).append(related)

    def _name(self, record: KeyRecord, update: PreparedUpdate) -> KeyRecord:
        """Keep the record under every key that the update has."""
        self._add_key(record)
        if update.explicit_key and update.explicit_key != record.key:
            self._add_key(dataclasses.replace(record, key=update.explicit_key))
        return record

    def _add_key(self, record: KeyRecord) -> None:
        self.keys[record.programme_id, record.key] = record
        self.changes.keys.append(record)
