"""Only requests for our own names, and not from pages of other sites."""

import pytest
from starlette.testclient import TestClient

from kg.serve.app import application
from tests.serve.conftest import HOST


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8765", "localhost:1", "LOCALHOST", "[::1]:80", "[::1]"]
)
def test_own_names_are_answered(client, host):
    assert client.get("/query", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "192.168.1.4",
        "localhost.evil.example:80",
        "",
        "[::2]",
        "a@127.0.0.1",
    ],
)
def test_other_names_are_refused(client, host):
    for address in ("/", "/query", "/sparql", "/entity?iri=x"):
        response = client.get(address, headers={"host": host})
        assert response.status_code == 421
        assert "--allow-host" in response.text


def test_named_hosts_and_numerical_addresses_where_the_user_says_so(world):
    app = application(world, {"kg.example"}, addresses=True)
    with TestClient(app, base_url=HOST) as client:
        assert [client.get("/query", headers={"host": host}).status_code for host in
                ("kg.example:80", "10.0.0.7:8765", "[fe80::1]:80", "other.example")] == [200, 200, 200, 421]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "address", "headers", "status"),
    [
        ("GET", "/sparql?query=ASK{}", {"origin": "https://evil.example"}, 403),
        ("POST", "/sparql", {"origin": "null", "content-type": "application/sparql-query"}, 403),
        ("GET", "/sparql?query=ASK{}", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, 403),
        ("GET", "/sparql?query=ASK{}", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, 403),
        ("GET", "/query", {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"}, 403),
        ("GET", "/query", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, 200),
        ("GET", "/sparql?query=ASK{}", {"sec-fetch-site": "same-origin", "origin": HOST}, 200),
        ("GET", "/sparql?query=ASK{}", {"sec-fetch-site": "none", "sec-fetch-mode": "navigate"}, 200),
    ],
)
def test_pages_of_other_sites_are_refused(client, method, address, headers, status):
    response = client.request(
        method, address, headers=headers, content="ASK {}" if method == "POST" else None
    )
    assert response.status_code == status
    assert not [name for name in response.headers if name.startswith("access-control")]


def test_every_response_says_what_browsers_may_do(client):
    for address in ("/", "/query", "/nowhere"):
        headers = client.get(address).headers
        assert headers["x-frame-options"] == "DENY"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["referrer-policy"] == "no-referrer"
