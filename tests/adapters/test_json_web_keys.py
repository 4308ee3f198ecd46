"""Key sets: which keys count, and when the file is read again."""

import json
from pathlib import Path

import pytest
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, OctKey, RSAKey

from adapters.json_web_keys import JsonWebKeys
from adapters.trusted_issuers import read_trusted_issuers
from tests.adapters.tokens import jwks_of, rsa_key

ONE, TWO = rsa_key("one"), rsa_key("two")


class Seconds:
    """A monotonic clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def is_same(found: RSAKey | None, key: RSAKey) -> bool:
    return found is not None and found.as_dict(private=False)["n"] == key.as_dict(private=False)["n"]


def test_keys_are_found_by_id() -> None:
    keys = JsonWebKeys(jwks_of(ONE, TWO))
    assert is_same(keys.find("one"), ONE)
    assert is_same(keys.find("two"), TWO)
    assert keys.find("three") is None
    assert keys.find("") is None


def test_a_token_without_id_takes_the_only_key() -> None:
    assert is_same(JsonWebKeys(jwks_of(ONE)).find(None), ONE)
    assert JsonWebKeys(jwks_of(ONE, TWO)).find(None) is None


@pytest.mark.parametrize("more", [{"use": "enc"}, {"alg": "RS512"}, {"alg": "HS256"}])
def test_keys_for_something_else_are_passed_by(more: dict[str, str]) -> None:
    both = json.loads(jwks_of(ONE))["keys"] + json.loads(jwks_of(TWO, **more))["keys"]
    assert JsonWebKeys(json.dumps({"keys": both})).find("two") is None


def test_keys_of_other_kinds_and_small_ones_are_passed_by() -> None:
    secret = {**OctKey.import_key(b"s" * 32).as_dict(private=True), "kid": "oct"}
    curve = {**ECKey.generate_key("P-256").as_dict(private=False), "kid": "ec"}
    with pytest.warns(SecurityWarning):
        small = {**RSAKey.generate_key(1024).as_dict(private=False), "kid": "small"}
    listed = [secret, curve, small, {"kty": "NEW"}, *json.loads(jwks_of(ONE))["keys"]]
    with pytest.warns(SecurityWarning):
        keys = JsonWebKeys(json.dumps({"keys": listed}))
    assert is_same(keys.find("one"), ONE)
    assert [keys.find(name) for name in ("oct", "ec", "small")] == [None, None, None]


@pytest.mark.parametrize(
    "text",
    ['{"keys": []}', "{}", "{", '{"keys": [1]}', '{"keys": {}}', '{"keys": [{"kty": "RSA"}]}', "no/such/file", "\0"],
)
def test_nothing_usable_is_refused_at_start(text: str) -> None:
    with pytest.raises(ValueError, match="key set"):
        JsonWebKeys(text)


class TestFile:
    """The file is read again for an id that is not known, but not more than once a minute."""

    @pytest.fixture
    def seconds(self) -> Seconds:
        return Seconds()

    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        file = tmp_path / "jwks.json"
        file.write_text(jwks_of(ONE))
        return file

    def test_a_new_key_is_found_at_once(self, file: Path, seconds: Seconds) -> None:
        keys = JsonWebKeys(str(file), seconds)
        file.write_text(jwks_of(ONE, TWO))
        assert is_same(keys.find("two"), TWO)

    def test_ids_that_nobody_has_do_not_make_it_read_all_the_time(self, file: Path, seconds: Seconds) -> None:
        keys = JsonWebKeys(str(file), seconds)
        assert keys.find("guess") is None
        file.write_text(jwks_of(ONE, TWO))
        seconds.now += 59
        assert keys.find("two") is None
        seconds.now += 1
        assert is_same(keys.find("two"), TWO)

    def test_a_key_that_was_taken_away_is_gone_within_a_minute(self, file: Path, seconds: Seconds) -> None:
        keys = JsonWebKeys(str(file), seconds)
        file.write_text(jwks_of(TWO))
        assert is_same(keys.find("one"), ONE)
        seconds.now += 60
        assert keys.find("one") is None

    @pytest.mark.parametrize("text", [None, "", "{", '{"keys": []}'])
    def test_a_file_that_is_away_or_half_written_changes_nothing(
        self, file: Path, seconds: Seconds, text: str | None
    ) -> None:
        keys = JsonWebKeys(str(file), seconds)
        if text is None:
            file.unlink()
        else:
            file.write_text(text)
        seconds.now += 60
        assert keys.find("two") is None
        assert is_same(keys.find("one"), ONE)


class TestTrustedIssuers:
    """The setting that names issuers."""

    GOOD = {"issuer": "https://a.example/", "audience": "app", "programme": "CLUB"}  # noqa: RUF012 - not changed

    def test_keys_may_be_an_object_text_or_a_file(self, tmp_path: Path) -> None:
        file = tmp_path / "jwks.json"
        file.write_text(jwks_of(ONE))
        for jwks in (json.loads(jwks_of(ONE)), jwks_of(ONE), str(file)):
            (issuer,) = read_trusted_issuers([{**self.GOOD, "jwks": jwks}])
            assert (issuer.issuer, issuer.audience, issuer.programme_code) == ("https://a.example/", "app", "CLUB")
            assert is_same(issuer.keys.find("one"), ONE)

    @pytest.mark.parametrize(
        "entry",
        [
            "text",
            {},
            {**GOOD},
            {**GOOD, "jwks": "no/such/file"},
            {**GOOD, "jwks": {}},
            {**GOOD, "jwks": jwks_of(ONE), "audience": ""},
            {**GOOD, "jwks": jwks_of(ONE), "issuer": 1},
            {**GOOD, "jwks": jwks_of(ONE), "alg": "HS256"},
        ],
    )
    def test_an_entry_that_is_wrong_is_named(self, entry: object) -> None:
        good = {**self.GOOD, "jwks": jwks_of(ONE)}
        with pytest.raises(ValueError, match="Issuer 2"):
            read_trusted_issuers([good, entry])
