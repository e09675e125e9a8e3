"""Nobody can let this server ask machines that only it can reach."""

import pytest
from flask import Flask

from helpexchange.api.rules import BadWebhookAddressError
from helpexchange.api.sending import DeliveryError, check_address, is_public, target_of

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@on_sqlite
@pytest.mark.parametrize(
    "url",
    [
        "http://partner.example.org/", "ftp://partner.example.org/", "https://user:word@partner.example.org/",
        "https://127.0.0.1/", "https://localhost/", "https://10.0.0.7/", "https://192.168.1.1:8443/x",
        "https://169.254.169.254/latest", "https://[::1]/", "https://[fd00::1]/", "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::a00:1]/", "https://0.0.0.0/", "https://intranet/", "https:///nowhere", "nonsense",
        "https://partner.example.org:0/", "https://partner.example.org:x/", "https://ex ample.org/",
        "https://exämple.org/", "https://partner.example.org/\r\nX: 1",
    ],
)  # fmt: skip
def test_addresses_inside_are_refused(app: Flask, url: str) -> None:
    with pytest.raises(BadWebhookAddressError):
        check_address(url)
    with pytest.raises(DeliveryError):
        target_of(url, look_up=lambda _host, _port: ["93.184.215.14"])


@on_sqlite
def test_a_name_is_looked_up_once_and_must_be_public(app: Flask) -> None:
    url = "https://partner.example.org:8443/told?x=1"
    found: list[str] = []
    asked: list[tuple[str, int]] = []

    def look_up(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return found

    for inside in ([], ["10.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["::1"], ["fe80::1%eth0"]):
        found[:] = inside
        with pytest.raises(DeliveryError):
            target_of(url, look_up=look_up)
    found[:], asked[:] = ["93.184.215.14"], []
    target = target_of(url, look_up=look_up)
    assert (target.address, target.port, asked) == ("93.184.215.14", 8443, [("partner.example.org", 8443)])


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("93.184.215.14", True), ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True), ("100.64.0.1", False),
        ("224.0.0.1", False), ("192.0.2.1", False), ("2002:a00:1::", False), ("no", False),
    ],
)  # fmt: skip
def test_what_is_public(address: str, wanted: bool) -> None:
    assert is_public(address) is wanted
