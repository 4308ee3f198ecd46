"""The REST faces as one WSGI application."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, Response, request

from domain.clock import Clock, SystemClock
from domain.core import LoyaltyCore
from domain.errors import LoyaltyError
from domain.paging import SIZE_DEFAULT
from domain.refusals import Refusal
from rest.enactor import (
    account_balance_enquiry,
    account_balance_enquiry_older,
    account_balance_explanation,
    account_balance_update,
    account_search,
    api_pages,
    customer_details,
    customer_search,
    customer_transactions,
    loyalty_account_details,
    loyalty_accounts_list,
)
from rest.enactor.api import EnactorApi, EnactorFlask
from rest.enactor.authentication import authentication
from rest.enactor.compiled.road import CompiledRoad
from rest.enactor.document_parts import DESCRIPTION, add_shared_parts, security
from rest.enactor.endpoints import BASE_PATH, Endpoints
from rest.enactor.json_text import StrictJson
from rest.enactor.problems import error_response
from rest.enactor.replies.refusal import refusal_response
from rest.enactor.settings import EXTENSION, RestSettings, is_https_or_loopback, new_correlation_id, rest_settings
from rest.oauth2 import token_endpoint
from rest.oauth2.token_endpoint import token_blueprint
from rest.oauth2.token_server import IssueToken, TokenServer
from rest.sent_request import SentRequest
from rest.sessionm import authentication as sessionm_authentication
from rest.sessionm import (
    create_user,
    enrol_user,
    fetch_external_user,
    fetch_user,
    search_users,
    update_external_user,
    update_user,
)
from rest.sessionm.endpoints import SESSIONM_PATH, user_endpoints
from rest.sessionm.pos import lookup, send_transaction
from rest.sessionm.pos.endpoints import POS_PATH, pos_endpoints
from rest.tickets import attribute, gaps, preview, review_approve, review_list, review_reject, send
from rest.tickets.endpoints import TICKETS_PATH, ticket_endpoints

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATHS = (BASE_PATH, TICKETS_PATH, SESSIONM_PATH, token_endpoint.PATH, api_pages.PATH)
"""The folders that the application answers."""
TICKET_PATHS = frozenset(
    path + slash
    for path in (TICKETS_PATH, f"{TICKETS_PATH}/preview", f"{POS_PATH}/send_transaction")
    for slash in ("", "/")
)
"""The addresses that take whole receipts, and so larger bodies than the others."""

_ENDPOINTS = (
    account_balance_enquiry,
    account_balance_enquiry_older,
    account_balance_update,
    account_balance_explanation,
    account_search,
    loyalty_accounts_list,
    loyalty_account_details,
    customer_details,
    customer_search,
    customer_transactions,
)
_TICKET_ENDPOINTS = (send, attribute, gaps, preview, review_list, review_approve, review_reject)
_USER_ENDPOINTS = (
    search_users,
    fetch_user,
    fetch_external_user,
    create_user,
    update_user,
    update_external_user,
    enrol_user,
)


def build_rest_application(
    core: LoyaltyCore,
    *,
    issue_token: IssueToken | None = None,
    clock: Clock | None = None,
    body_bytes_limit: int = 65_536,
    ticket_bytes_limit: int = 1_048_576,
    json_depth_limit: int = 32,
    page_size_default: int = SIZE_DEFAULT,
    retry_after_seconds: int = 2,
    available_points_with_escrow: bool = False,
    is_secure: "Callable[[WSGIEnvironment], bool]" = is_https_or_loopback,
    correlation_id: "Callable[[WSGIEnvironment], str]" = new_correlation_id,
) -> Flask:
    """The WSGI application of the REST faces. It sees whole paths, those below `PATHS`.

    Without `issue_token` there is no token endpoint. `RestSettings` explains the rest.
    """
    settings = RestSettings(
        body_bytes_limit=body_bytes_limit,
        ticket_bytes_limit=ticket_bytes_limit,
        json_depth_limit=json_depth_limit,
        page_size_default=page_size_default,
        retry_after_seconds=retry_after_seconds,
        available_points_with_escrow=available_points_with_escrow,
        is_secure=is_secure,
        correlation_id=correlation_id,
    )
    app = _empty_application(settings)
    api = EnactorApi(app, spec_kwargs={"info": {"description": DESCRIPTION}, "security": security()})
    add_shared_parts(api.spec)
    app.register_error_handler(LoyaltyError, error_response)
    app.register_error_handler(Refusal, refusal_response)
    for blueprint in (*_own_form(core), *_sessionm(core)):
        api.register_blueprint(blueprint)
    app.register_blueprint(api_pages.pages())
    app.wsgi_app = CompiledRoad(core, settings, app.wsgi_app)  # type: ignore[method-assign]  # as Flask documents it
    if issue_token:
        api.register_blueprint(token_blueprint(TokenServer(issue_token, clock or SystemClock())))
    return app


def refuse(app: Flask, error: LoyaltyError, headers: Iterable[tuple[str, str]]) -> "WSGIApplication":
    """What answers, with a problem, a request that was refused on its way to the application."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        with app.request_context(environ):
            response = _never_store(error_response(error))
            response.headers.extend(headers)
            return response(environ, start_response)

    return answer


def _own_form(core: LoyaltyCore) -> Iterator[Blueprint]:
    for endpoints, registering in ((Endpoints(), _ENDPOINTS), (ticket_endpoints(), _TICKET_ENDPOINTS)):
        endpoints.blueprint.before_request(authentication(core))
        endpoints.blueprint.after_request(_never_store)
        for endpoint in registering:
            endpoint.register(endpoints, core)
        yield endpoints.blueprint


def _sessionm(core: LoyaltyCore) -> Iterator[Blueprint]:
    for endpoints, sign_in, registering in (
        (user_endpoints(), sessionm_authentication.authentication, _USER_ENDPOINTS),
        (pos_endpoints(), sessionm_authentication.signing_in, (lookup, send_transaction)),
    ):
        endpoints.blueprint.before_request(sign_in(core))
        endpoints.blueprint.after_request(_never_store)
        for endpoint in registering:
            endpoint.register(endpoints, core)
        yield endpoints.blueprint


def _empty_application(settings: RestSettings) -> Flask:
    app = EnactorFlask(__name__, static_folder=None)
    app.request_class = SentRequest
    app.json = StrictJson(app)
    app.url_map.merge_slashes = False
    app.extensions[EXTENSION] = settings
    app.config.update(
        API_TITLE="Loyalty Gateway: Enactor REST",
        API_VERSION="1",
        OPENAPI_VERSION="3.1.0",
        MAX_CONTENT_LENGTH=settings.body_bytes_limit,
        MAX_FORM_MEMORY_SIZE=settings.body_bytes_limit,
        PROPAGATE_EXCEPTIONS=False,
        PROVIDE_AUTOMATIC_OPTIONS=False,
    )
    app.before_request(_take_whole_receipts)
    return app


def _take_whole_receipts() -> None:
    if request.path in TICKET_PATHS:
        request.max_content_length = rest_settings().ticket_bytes_limit


def _never_store(response: Response) -> Response:
    """Replies hold personal data and balances: no cache keeps one."""
    response.headers["Cache-Control"] = "no-store"
    return response
