"""A certificate authority of one's own and a server certificate, kept in the state directory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
import ipaddress
from pathlib import Path
import ssl
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ..state import write_secret

ALWAYS: Final = ("localhost", "127.0.0.1", "::1")
"""Names and addresses that every server certificate has."""

CA_LIFE: Final = timedelta(days=3650)
SERVER_LIFE: Final = timedelta(days=365)
RENEW_BEFORE: Final = timedelta(days=30)
"""Certificates with less time left than this are made anew at a start."""
BACKDATED: Final = timedelta(hours=1)
"""Clients' clocks may be a little slow."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class CertificateFiles:
    """Where the certificates are; the keys' files are readable by their owner only."""

    directory: Path

    @property
    def ca(self) -> Path:
        """What a client must trust."""
        return self.directory / "ca.pem"

    @property
    def ca_key(self) -> Path:
        """The authority's key."""
        return self.directory / "ca.key"

    @property
    def server(self) -> Path:
        """The server's certificate."""
        return self.directory / "server.pem"

    @property
    def server_key(self) -> Path:
        """The server's key."""
        return self.directory / "server.key"


def ensure_certificates(directory: Path, names: Sequence[str] = ()) -> CertificateFiles:
    """Make what is missing, expiring, or not for these names; blocking."""
    files = CertificateFiles(directory)
    wanted = [*ALWAYS, *(name for name in names if name not in ALWAYS)]
    now = datetime.now(UTC)
    ca = _load(files.ca, files.ca_key, now)
    if ca is None or not _constraints(ca.certificate) >= _constraint_set(wanted):
        ca = _make_ca(wanted, now)
        _save(ca, files.ca, files.ca_key)
    server = _load(files.server, files.server_key, now)
    if server is None or not _fits(server.certificate, ca, wanted):
        _save(_make_server(ca, wanted, now), files.server, files.server_key)
    return files


def server_context(files: CertificateFiles, protocol: str) -> ssl.SSLContext:
    """A TLS context for the server's side that offers one ALPN protocol; blocking."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2  # RFC 9113, 9.2
    context.load_cert_chain(files.server, files.server_key)
    context.set_alpn_protocols([protocol])
    return context


def client_context(files: CertificateFiles) -> ssl.SSLContext:
    """A TLS context for a client that trusts this authority alone and wants HTTP/2; blocking."""
    context = ssl.create_default_context(cafile=str(files.ca))
    context.set_alpn_protocols(["h2"])
    return context


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _constraint_set(names: Sequence[str]) -> set[x509.GeneralName]:
    """What the authority may certify: each name, and each address as a network of one."""
    found: set[x509.GeneralName] = set()
    for name in names:
        general = _general_name(name)
        if isinstance(general, x509.IPAddress):
            general = x509.IPAddress(ipaddress.ip_network(name))
        found.add(general)
    return found


def _constraints(certificate: x509.Certificate) -> set[x509.GeneralName]:
    try:
        extension = certificate.extensions.get_extension_for_class(x509.NameConstraints)
    except x509.ExtensionNotFound:
        return set()
    return set(extension.value.permitted_subtrees or ())


def _load(path: Path, key_path: Path, now: datetime) -> Identity | None:
    """The identity in these files; None if it is missing, broken, or about to expire."""
    try:
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
        key = serialization.load_pem_private_key(key_path.read_bytes(), None)
    except OSError, ValueError:
        return None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        return None
    if certificate.public_key() != key.public_key():
        return None
    if certificate.not_valid_after_utc - now < RENEW_BEFORE:
        return None
    return Identity(certificate, key)


def _save(identity: Identity, path: Path, key_path: Path) -> None:
    pem = identity.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    write_secret(key_path, pem)
    path.write_bytes(identity.certificate.public_bytes(serialization.Encoding.PEM))


def _fits(certificate: x509.Certificate, ca: Identity, names: Sequence[str]) -> bool:
    try:
        certificate.verify_directly_issued_by(ca.certificate)
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound:
        return False
    return set(extension.value) == {_general_name(name) for name in names}


def _builder(
    subject: str, issuer: str, key: ec.EllipticCurvePrivateKey, now: datetime, life: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BACKDATED)
        .not_valid_after(now + life)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _key_usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _make_ca(names: Sequence[str], now: datetime) -> Identity:
    """An authority that may certify these names only: trusting it opens no other door."""
    key = ec.generate_private_key(ec.SECP256R1())
    title = f"CIC emulator authority {x509.random_serial_number():x}"[:48]
    allowed = sorted(_constraint_set(names), key=repr)
    certificate = (
        _builder(title, title, key, now, CA_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(authority=True), critical=True)
        .add_extension(x509.NameConstraints(allowed, None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Identity(certificate, key)


def _make_server(ca: Identity, names: Sequence[str], now: datetime) -> Identity:
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = ca.certificate.subject.rfc4514_string().removeprefix("CN=")
    authority_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca.key.public_key())
    certificate = (
        _builder("CIC emulator", issuer, key, now, SERVER_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(authority=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(authority_key, critical=False)
        .add_extension(
            x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False
        )
        .sign(ca.key, hashes.SHA256())
    )
    return Identity(certificate, key)
