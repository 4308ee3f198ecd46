"""The balance enquiry of the peers: a constant from each, and from PHP also the gateway's own read."""

from dataclasses import replace

from bench.data import Data
from bench.load.case import Case, contains
from bench.load.soap_cases import spyne_hello_cases
from domain.accounts.account_details import AccountDetails

FLOOR, NODE = "lxml floor, constant", "Node soap, constant"
PHP_CONSTANT, PHP_READ = "PHP SoapServer, constant", "PHP SoapServer, same read"


def floor_case(data: Data) -> Case:
    """The hand-built WSGI application."""
    return replace(_hello(data), name=FLOOR)


def node_case(data: Data) -> Case:
    """The npm package soap."""
    return replace(_hello(data), name=NODE)


def php_cases(data: Data, account: AccountDetails) -> list[Case]:
    """PHP's SoapServer with a constant, and with the read of this account."""
    customer = account.customer
    balance = f"balance>{account.figures.wire_balance:f}<"
    read = contains("Result>Success<", f">{account.number}<", balance, f">{customer.surname if customer else ''}<")
    return [
        replace(_hello(data), name=PHP_CONSTANT, path="/hello.php"),
        replace(_hello(data), name=PHP_READ, path="/read.php", check=read),
    ]


def _hello(data: Data) -> Case:
    return spyne_hello_cases(data)[0]
