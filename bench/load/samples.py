"""Some calls of a case by hand, whose answers are looked at: a fast error is no figure."""

import http.client
from urllib.parse import urlsplit

from bench.load.case import Case
from bench.wrong import Wrong

COUNT = 3


def take_samples(case: Case, base_url: str, *, prefix: str) -> float:
    """Call the case a few times; the mean size of a whole reply in bytes, heads included.

    Raises `Wrong` for any answer that is not the right one.
    """
    address = urlsplit(base_url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
    sizes = []
    try:
        for number in range(COUNT):
            body = case.body_for(f"{prefix}s{number}", number)
            connection.request(case.method, case.path, body or None, dict(case.headers))
            response = connection.getresponse()
            answer = response.read()
            wrong = f"status {response.status}" if response.status != 200 else case.check(answer)
            if wrong:
                raise Wrong(f"{case.name} was answered wrongly ({wrong}): {answer[:300]!r}")
            head = sum(len(name) + len(value) + 4 for name, value in response.getheaders())
            sizes.append(len(answer) + head + len("HTTP/1.1 200 OK\r\n\r\n"))
    finally:
        connection.close()
    return sum(sizes) / len(sizes)
