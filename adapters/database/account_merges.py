"""Merging accounts on a database: both halves, the closing and what points to it, in one transaction.

What waits for whom is as everywhere: accounts by id, those among them that were merged before; sub-balances behind their
loyalty accounts.
"""

from contextlib import suppress

from adapters.database.books_rows import account_from, related_from
from adapters.database.books_sql import ACCOUNT, RELATED, any_of
from adapters.database.books_writer import write_books
from adapters.database.due_points import DuePoints
from adapters.database.engine import Store
from adapters.database.held_points import load_held
from adapters.database.hot_transaction import HotTransaction
from adapters.database.member_accounts import MemberAccountsLoader
from adapters.database.merged_accounts import families_of, first_receipt, known_merge
from adapters.database.movement_ids import MovementIds
from adapters.database.reading import Reader
from adapters.database.row_seals import reseal
from adapters.database.second_try import second_try
from adapters.database.store_errors import store_errors
from adapters.database.tier_keeper import TierKeeper
from adapters.database.tier_states import RulesAhead
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.account import SUB_BALANCES, Account, AccountType
from domain.accounts.books import Books
from domain.accounts.lapse_holds import ExpiredHold, release_of
from domain.accounts.merge_accounts import MergeOrder, MergeReceipt
from domain.accounts.merging import (
    Leftovers,
    close_merged,
    move_all,
    require_mergeable,
)
from domain.accounts.prepared_update import Original
from domain.errors import InvalidInput, StoreUnavailable
from domain.programmes.earning_rules_records import EarningRulesRecords
from domain.purchases.ticket_books import MemberAccounts
from domain.text import echo

TRIES = 3
_IDS = """
SELECT id FROM account WHERE programme_id = ? AND account_type = ? AND number IN (?, ?)"""
_FAMILY_IDS = """
SELECT f.id FROM account a JOIN account f ON f.merged_into_id = a.id
WHERE a.programme_id = ? AND a.account_type = ? AND a.number = ?"""
_HAS_SUB_BALANCES = (
    f"SELECT 1 FROM account WHERE programme_id = ? AND account_type IN ({', '.join('?' * len(SUB_BALANCES))}) "  # noqa: S608
    "AND number IN (?, ?) LIMIT 1"
)
_HOLDS = RELATED.format("") + "h.account_id = ? AND h.state = 'open' ORDER BY m.id"
_REVIEWS = """
SELECT COUNT(*) FROM ticket t JOIN ticket_review v ON v.ticket_id = t.id WHERE t.account_id = ? AND v.decided_at IS NULL"""
_CLOSE = "UPDATE account SET status = 'CLOSED', merged_into_id = ?, merged_accounts = NULL WHERE id = ?"
_POINT_ON = "UPDATE account SET merged_into_id = ? WHERE merged_into_id = ?"
_COUNT = "UPDATE account SET merged_accounts = ? WHERE id = ?"
_FORGET_STANDING = "DELETE FROM tier_standing WHERE account_id = ?"


class DatabaseAccountMerges:
    """Implements the port `domain.accounts.merge_accounts.AccountMerges`."""

    def __init__(self, store: Store, reader: Reader, unit_of_work: UnitOfWork, rules: EarningRulesRecords) -> None:
        self._unit_of_work = unit_of_work
        self._rules = rules
        self._due = DuePoints(store, reader, rules)
        self._members = MemberAccountsLoader(store)
        self._ids = MovementIds(store)
        self._lock = "" if store.is_sqlite else " FOR UPDATE OF a"

    def merge(self, order: MergeOrder) -> MergeReceipt:
        """See the port."""
        with store_errors():
            rules_of = RulesAhead(self._rules, order.programme)
            for _ in range(TRIES):
                with suppress(_FamilyGrown):
                    return second_try(lambda: self._merge(order, rules_of))
        raise StoreUnavailable

    def _merge(self, order: MergeOrder, rules_of: RulesAhead) -> MergeReceipt:
        with self._unit_of_work.hot_transaction() as hot:
            books = Books(self._ids.within(hot))
            account, into = self._locked(hot, books, order)
            if known := known_merge(hot, books, order, account, into):
                return known
            members = self._members_of(hot, books, order)
            load_held(hot, books.accounts.values(), order.received_at)
            keepers = self._settle(hot, books, order, members, rules_of)
            account, into = books.accounts[account.id], books.accounts[into.id]
            require_mergeable(order, account, into, _let_lapse(hot, books, order, account, members))
            move_all(books, order, account, into)
            _move_tier_points(books, order, members)
            for number, keeper in keepers.items():
                if number == order.into:
                    keeper.lift(order.received_at)
                keeper.write(order.received_at)
            family = [one.id for one in books.families.get(account.id, ())]
            close_merged(books, account, into)
            for statement, values in (
                (_FORGET_STANDING, (account.id,)),
                (_POINT_ON, (into.id, account.id)),
                (_CLOSE, (into.id, account.id)),
                (_COUNT, (into.merged_accounts, into.id)),
            ):
                hot.execute(statement, values)
            reseal(hot, "account", "id", [into.id, account.id, *family])
            write_books(hot, books.changes, order.received_at)
            return first_receipt(books, order, account)

    def _locked(self, hot: HotTransaction, books: Books, order: MergeOrder) -> tuple[Account, Account]:
        """Both accounts, locked in the order of all ids with what was merged into the one that goes."""
        place = (order.programme.id, order.type.value)
        ids = [row[0] for row in hot.rows(_IDS, (*place, order.number, order.into))]
        ids += [row[0] for row in hot.rows(_FAMILY_IDS, (*place, order.number))]
        condition, values = any_of(("a.id",), [(each,) for each in ids or [0]])
        locked = map(account_from, hot.rows(f"{ACCOUNT}{condition} ORDER BY a.id{self._lock}", values))
        found = {account.number: account for account in locked}
        for number, field in ((order.number, "number"), (order.into, "into")):
            if number not in found:
                name, code = f"{order.type.value} {echo(number)}", order.programme.code
                raise InvalidInput(f"There is no account {name} in programme {code}.", field=field)
        account, into = found[order.number], found[order.into]
        books.accounts = {account.id: account, into.id: into}
        books.families = families_of(hot, [account, into])
        if not {one.id for one in books.families.get(account.id, ())} <= {*ids}:
            raise _FamilyGrown
        return account, into

    def _members_of(self, hot: HotTransaction, books: Books, order: MergeOrder) -> dict[str, MemberAccounts]:
        """Both with their sub-balances, by number; nothing where neither has any."""
        numbers = [order.number, order.into]
        values = (order.programme.id, *(kind.value for kind in SUB_BALANCES), *numbers)
        if order.type is not AccountType.LOYALTY or not hot.rows(_HAS_SUB_BALANCES, values):
            return {}
        return self._members.load(hot, books, order.programme.id, numbers, order.received_at)

    def _settle(
        self,
        hot: HotTransaction,
        books: Books,
        order: MergeOrder,
        members: dict[str, MemberAccounts],
        rules_of: RulesAhead,
    ) -> dict[str, TierKeeper]:
        """Let happen first what is due on either."""
        if members:
            return self._due.settle_members(hot, books, order, members, rules_of)
        for account in tuple(books.accounts.values()):
            if account.may_expire(order.programme.rules.points_expire_from, order.received_at):
                self._due.expire(hot, books, account, order.received_at)
        return {}


class _FamilyGrown(Exception):
    """Another account was merged into the one that goes while it was waited for: lock that one too."""


def _let_lapse(
    hot: HotTransaction, books: Books, order: MergeOrder, account: Account, members: dict[str, MemberAccounts]
) -> Leftovers:
    """Enter the end of holds that have run out, which nobody would find on a merged account; what is left on it then."""
    open_holds = 0
    for row in hot.rows(_HOLDS, (account.id,)) if account.open_holds else ():
        related = related_from(row)
        movement, document = related.movement, Original(related.movement.device, related.movement.transaction_id)
        if related.hold and related.hold.expires_at > order.received_at:
            open_holds += 1
            continue
        books.related.setdefault((account.id, document), []).append(related)
        place = (
            movement.id,
            order.programme.id,
            account.type,
            account.number,
            movement.device,
            movement.transaction_id,
        )
        books.settle(account.id, release_of(ExpiredHold(*place), order.received_at))
    waiting = members[order.number].spendable_escrow.balance if members else 0
    return Leftovers(open_holds, waiting, int(hot.rows(_REVIEWS, (account.id,))[0][0]))


def _move_tier_points(books: Books, order: MergeOrder, members: dict[str, MemberAccounts]) -> None:
    if members and members[order.number].tier_qualifying.balance:
        move_all(books, order, *(members[number].tier_qualifying for number in (order.number, order.into)))
