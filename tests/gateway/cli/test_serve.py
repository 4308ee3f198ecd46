"""`serve`: several processes, a graceful stop, TLS, and an address that is taken."""

import datetime as dt
import ipaddress
import os
import re
import signal
import socket
import sys
import threading
import time
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from adapters.database.engine import sqlite_module
from gateway.cli.serve import command
from tests.gateway.shop import Till
from tests.services.gateway import SECRETS, serve

UPDATES = re.compile(
    r'^loyalty_calls_total\{operation="update-balance",outcome="Success",protocol="rest"\} (\S+)', re.MULTILINE
)


def updates_counted(till: Till) -> float:
    found = UPDATES.search(requests.get(f"{till.gateway.url}/metrics", timeout=5).text)
    return float(found[1]) if found else 0


def test_metrics_are_the_sum_of_all_processes(furnished_sqlite_url: str) -> None:
    with serve(furnished_sqlite_url, PROCESSES="2") as gateway:
        till = Till(gateway)
        for number in range(40):
            assert till.rest_update(f"sum-{number}", 1).status_code == 200
        assert {updates_counted(till) for _ in range(10)} == {40}


def test_a_stop_finishes_the_calls_in_hand(furnished_sqlite_url: str) -> None:
    other = sqlite_module().connect(furnished_sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    statuses: list[int] = []
    with serve(furnished_sqlite_url) as gateway:
        till = Till(gateway)
        other.execute("BEGIN IMMEDIATE")
        in_hand = threading.Thread(target=lambda: statuses.append(till.rest_update("in-hand", 5).status_code))
        in_hand.start()
        time.sleep(0.5)
        stopping = threading.Thread(target=gateway.stop)
        stopping.start()
        time.sleep(0.5)
        other.execute("ROLLBACK")
        in_hand.join(10)
        stopping.join(10)
        assert statuses == [200]
        assert gateway.lines[-1]["event"] == "stopped"
    (movements,) = other.execute("SELECT count(*) FROM movement").fetchone()
    other.close()
    assert movements == 1


def test_a_dead_process_is_replaced(furnished_sqlite_url: str) -> None:
    with serve(furnished_sqlite_url) as gateway:
        (worker,) = gateway.worker_pids
        os.kill(worker, signal.SIGKILL)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and not answers(gateway.url):
            time.sleep(0.1)
        assert answers(gateway.url)
        assert worker not in gateway.worker_pids


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for it")
def test_as_many_processes_serve_as_the_command_says(furnished_sqlite_url: str) -> None:
    with serve(furnished_sqlite_url, arguments=("--processes", "3"), PROCESSES="1") as gateway:
        assert len(gateway.worker_pids) == 3


def test_a_number_of_processes_that_can_not_be_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROCESSES", "1")
    outcome = CliRunner().invoke(command, ["--processes", "0"])
    assert "PROCESSES" in str(outcome.exception)


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for it")
def test_no_process_outlives_the_one_that_would_stop_it(furnished_sqlite_url: str) -> None:
    with serve(furnished_sqlite_url, PROCESSES="2") as gateway:
        os.kill(gateway.main_pid, signal.SIGKILL)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and answers(gateway.url):
            time.sleep(0.1)
        assert not answers(gateway.url)


def test_tls_without_a_proxy(furnished_sqlite_url: str, tmp_path: Path) -> None:
    certificate, key = certificate_in(tmp_path)
    with serve(furnished_sqlite_url, TLS_CERTIFICATE_PATH=str(certificate), TLS_KEY_PATH=str(key)) as gateway:
        wsdl = requests.get(f"{gateway.url}/axis2/services/CustomerService?wsdl", timeout=10, verify=str(certificate))
    assert gateway.url.startswith("https:")
    assert f'location="{gateway.url}/axis2' in wsdl.text


def test_an_address_that_is_taken_is_not_shared(furnished_sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = str(holder.getsockname()[1])
        for name, value in {**SECRETS, "DATABASE_URL": furnished_sqlite_url, "LISTEN_PORT": port}.items():
            monkeypatch.setenv(name, value)
        outcome = CliRunner().invoke(command, [])
    assert "something listens there already" in str(outcome.exception)


def answers(url: str) -> bool:
    try:
        return requests.get(f"{url}/readyz", timeout=5).status_code == 200
    except requests.ConnectionError:
        return False


def certificate_in(directory: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = directory / "certificate.pem", directory / "key.pem"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files
