"""Settings: who may call, and the keys that hold that up."""
# ruff: noqa: FBT003 - `setting` makes a dataclass field, and its default stands where a reader looks for it

from dataclasses import dataclass
from typing import Any

from gateway.settings.setting import flag, json_list, seconds, setting, text, texts, whole


@dataclass(frozen=True, slots=True)
class AccessSettings:
    """Who may call, and the keys that hold that up.

    An empty secret is one that was not given; `gateway.secrets` fills it in, or refuses to start.
    """

    allow_insecure_auth: bool = setting(
        "ALLOW_INSECURE_AUTH",
        flag,
        False,
        "Take passwords without TLS off loopback.",
        danger="Anyone on the network between a till and the gateway can read them.",
    )
    secret_peppers: tuple[str, ...] = setting(
        "SECRET_PEPPERS",
        texts,
        (),
        "Mixed into what is stored of tills' secrets, so that the database alone does not say them. With commas: the "
        "first makes new ones, all check old ones.",
        danger="Lost, no till can sign in any more.",
        is_secret=True,
        shown_default="made and kept in DATA_DIRECTORY on loopback",
    )
    encryption_keys: tuple[str, ...] = setting(
        "ENCRYPTION_KEYS",
        texts,
        (),
        "Fernet keys with commas: the first encrypts, all decrypt. For the secrets of WS-Security digests, which must "
        "be read again. Without one, off loopback, there are no digests.",
        danger="A key that is taken away makes what it encrypted unreadable; put a new one in front first.",
        is_secret=True,
        shown_default="made and kept in DATA_DIRECTORY on loopback",
    )
    token_keys: tuple[str, ...] = setting(
        "TOKEN_KEYS",
        texts,
        (),
        "Keys of tills' access tokens with commas: the first signs, all are believed.",
        danger="The same in every process and machine; whoever has one can act as any till.",
        is_secret=True,
        shown_default="made and kept in DATA_DIRECTORY on loopback",
    )
    page_token_key: str = setting(
        "PAGE_TOKEN_KEY",
        text(),
        "",
        "Signs the tokens by which pages are asked for. After a change, searches start at the first page again.",
        is_secret=True,
        shown_default="made and kept in DATA_DIRECTORY on loopback",
    )
    access_token_seconds: int = setting(
        "ACCESS_TOKEN_SECONDS", whole(60, 86_400), 900, "How long a till's access token lasts.", unit="s"
    )
    credential_memory_seconds: float = setting(
        "CREDENTIAL_MEMORY_SECONDS",
        seconds(0, 300),
        5.0,
        "How long a process remembers credentials and programmes that it has read.",
        unit="s",
        danger="For as long, a revoked credential still opens, and a programme's old rules still hold.",
    )
    recent_password_seconds: float = setting(
        "RECENT_PASSWORD_SECONDS",
        seconds(0, 3600),
        60.0,
        "How long a chosen password that was right is remembered, so that not each call pays for Argon2.",
        unit="s",
    )
    digest_window_seconds: int = setting(
        "DIGEST_WINDOW_SECONDS",
        whole(10, 3600),
        300,
        "How far Created of a WS-Security digest may lie from the gateway's clock, before or after.",
        unit="s",
        danger="Long, more nonces are kept; short, tills whose clocks are wrong can't sign in.",
    )
    old_secret_days: int = setting(
        "OLD_SECRET_DAYS",
        whole(0, 90),
        7,
        "How long the old secret still opens after `credentials rotate`, where the command does not say.",
        unit="days",
        danger="Whoever found a lost secret has it for as long: rotate a lost one with --grace-days 0.",
    )
    customer_issuers: tuple[Any, ...] = setting(
        "CUSTOMER_ISSUERS",
        json_list,
        (),
        "Who signs customers' id_tokens: a JSON list of issuer, audience, programme and jwks.",
        danger="Whoever holds the private keys can act as any customer of that programme.",
    )
