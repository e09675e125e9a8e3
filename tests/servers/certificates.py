"""Certificates for servers of tests, from an authority that exists for a few minutes."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

Key = ec.EllipticCurvePrivateKey


class Authority(NamedTuple):
    """Somebody who says who a server is."""

    name: x509.Name
    key: Key
    file: Path


def made_authority(folder: Path, name: str) -> Authority:
    """Return an authority whose certificate is in a file of `folder`."""
    key, subject = ec.generate_private_key(ec.SECP256R1()), _named(name)
    signs = x509.BasicConstraints(ca=True, path_length=0)
    certificate = _begun(subject, subject, key).add_extension(signs, critical=True).sign(key, hashes.SHA256())
    file = folder / f"{name}.pem"
    file.write_bytes(certificate.public_bytes(Encoding.PEM))
    return Authority(subject, key, file)


def server_context(authority: Authority, address: str) -> ssl.SSLContext:
    """Return what a server at this address of a machine needs to prove who it is."""
    key = ec.generate_private_key(ec.SECP256R1())
    at = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))])
    begun = _begun(_named("server"), authority.name, key).add_extension(at, critical=False)
    certificate = begun.sign(authority.key, hashes.SHA256())
    file = authority.file.with_suffix(".server.pem")
    hidden = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(hidden + certificate.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


def _begun(subject: x509.Name, issuer: x509.Name, key: Key) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
    )
