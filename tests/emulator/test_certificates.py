"""The certificate authority and the server's certificate."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
import ssl
import stat

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
import pytest

from emulator.http2 import certificates
from emulator.http2.certificates import (
    CertificateFiles,
    client_context,
    ensure_certificates,
    server_context,
)


def load(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def contents(files: CertificateFiles) -> list[bytes]:
    return [path.read_bytes() for path in (files.ca, files.ca_key, files.server, files.server_key)]


def handshake(files: CertificateFiles, server_hostname: str, trust: CertificateFiles) -> None:
    """A whole TLS handshake in memory; raises ssl.SSLError."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = client_context(trust).wrap_bio(to_client, to_server, server_hostname=server_hostname)
    server = server_context(files, "h2").wrap_bio(to_server, to_client, server_side=True)
    for _ in range(4):
        for side in (client, server):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
    assert client.selected_alpn_protocol() == "h2"


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "::1"])
def test_clients_that_trust_the_authority_accept_it(tmp_path: Path, name: str) -> None:
    files = ensure_certificates(tmp_path)
    handshake(files, name, files)


def test_other_names_are_refused(tmp_path: Path) -> None:
    files = ensure_certificates(tmp_path)
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(files, "example.org", files)


def test_other_authorities_are_not_trusted(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    first, second = ensure_certificates(tmp_path / "a"), ensure_certificates(tmp_path / "b")
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(first, "localhost", second)


def test_the_authority_is_good_for_nothing_else(tmp_path: Path) -> None:
    """Whoever makes a system trust it opens no other door."""
    files = ensure_certificates(tmp_path)
    ca = certificates._load(files.ca, files.ca_key, datetime.now(UTC))
    assert ca is not None
    forged = certificates._make_server(ca, ["localhost", "example.org"], datetime.now(UTC))
    certificates._save(forged, files.server, files.server_key)
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(files, "example.org", files)


def test_keys_are_for_their_owner_only(tmp_path: Path) -> None:
    files = ensure_certificates(tmp_path)
    for path in (files.ca_key, files.server_key):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_they_are_kept(tmp_path: Path) -> None:
    first = contents(ensure_certificates(tmp_path))
    assert contents(ensure_certificates(tmp_path)) == first


def test_further_names(tmp_path: Path) -> None:
    plain = contents(ensure_certificates(tmp_path))
    files = ensure_certificates(tmp_path, ["cic.test", "192.0.2.7", "localhost"])
    assert contents(files)[0] != plain[0]
    for name in ("cic.test", "192.0.2.7", "localhost"):
        handshake(files, name, files)
    with_names = contents(files)
    fewer = contents(ensure_certificates(tmp_path))
    assert fewer[:2] == with_names[:2]
    assert fewer[2] != with_names[2]


@pytest.mark.parametrize("which", ["ca", "ca_key", "server", "server_key"])
@pytest.mark.parametrize("content", [None, b"", b"not PEM"])
def test_broken_files_are_replaced(tmp_path: Path, which: str, content: bytes | None) -> None:
    files = ensure_certificates(tmp_path)
    path: Path = getattr(files, which)
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    handshake(ensure_certificates(tmp_path), "localhost", files)


def test_keys_of_another_kind_or_of_others_are_replaced(tmp_path: Path) -> None:
    files = ensure_certificates(tmp_path)
    files.server_key.write_bytes(files.ca_key.read_bytes())
    handshake(ensure_certificates(tmp_path), "localhost", files)
    other = ed25519.Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    files.ca_key.write_bytes(other)
    handshake(ensure_certificates(tmp_path), "localhost", files)


def test_a_certificate_of_an_older_authority_is_replaced(tmp_path: Path) -> None:
    files = ensure_certificates(tmp_path)
    old = files.server.read_bytes()
    files.ca_key.unlink()
    ensure_certificates(tmp_path)
    assert files.server.read_bytes() != old
    handshake(files, "localhost", files)


@pytest.mark.parametrize("life", ["CA_LIFE", "SERVER_LIFE"])
def test_certificates_that_expire_soon_are_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, life: str
) -> None:
    monkeypatch.setattr(certificates, life, timedelta(days=29))
    files = ensure_certificates(tmp_path)
    before = contents(files)
    monkeypatch.undo()
    after = contents(ensure_certificates(tmp_path))
    assert (after[0] != before[0]) is (life == "CA_LIFE")
    assert after[2] != before[2]
    left = load(files.server).not_valid_after_utc - datetime.now(UTC)
    assert left > timedelta(days=300)


def test_an_authority_without_constraints_is_replaced(tmp_path: Path) -> None:
    files = ensure_certificates(tmp_path)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = certificates._builder("x", "x", key, datetime.now(UTC), timedelta(days=100)).sign(
        key, hashes.SHA256()
    )
    certificates._save(certificates.Identity(certificate, key), files.ca, files.ca_key)
    certificates._save(certificates.Identity(certificate, key), files.server, files.server_key)
    handshake(ensure_certificates(tmp_path), "localhost", files)
