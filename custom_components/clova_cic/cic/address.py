"""Where a CIC server is: checking and taking apart its base URI (CIC-T-002)."""

import re
from urllib.parse import urlsplit

from .errors import UsageError

DEFAULT_BASE_URL = "https://prod-ni-cic.clova.ai"
VENDOR_DOMAINS = ("clova.ai", "naver.com", "naver.net", "line.me", "line-apps.com")
_HTTPS_PORT = 443
_NO_HOST = re.compile(r"[\s%\\<>^`{|}]")  # what no host has (WHATWG URL, 3.5)


def normalise_base_url(value: str) -> str:
    """Return `https://host[:port]` for what a person typed; the scheme may be left out.

    Raises UsageError for http, a path, a query, user info, a bad port or no host: requests need
    HTTP/2 over TLS (CIC-T-001), and their paths are CIC's.
    """
    value = value.strip()
    if "://" not in value:
        value = f"https://{value}"
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise UsageError("the address is not valid") from None
    if port == 0:
        raise UsageError("the address has a port that cannot be")
    if parts.scheme.lower() != "https":
        raise UsageError("the address has to begin with https")
    if not parts.hostname or _NO_HOST.search(parts.netloc) or not parts.netloc.isprintable():
        raise UsageError("the address names no host")
    if parts.username is not None or parts.password is not None:
        raise UsageError("the address must not hold a user name")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise UsageError("the address must end after the host or the port")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else _ascii(parts.hostname)
    return f"https://{host}" if port in (None, _HTTPS_PORT) else f"https://{host}:{port}"


def _ascii(host: str) -> str:
    """Return a name as DNS and HTTP know it. Raises UsageError for one that has no such form."""
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        raise UsageError("the address names no host") from None


def host_and_port(base_url: str) -> tuple[str, int]:
    """Return what to dial for a normalised base URI."""
    parts = urlsplit(base_url)
    return parts.hostname or "", parts.port or _HTTPS_PORT


def is_vendor_host(base_url: str) -> bool:
    """Say whether the server belongs to the vendor, whose certificate must always be checked."""
    host = (urlsplit(base_url).hostname or "").rstrip(".").lower()
    return any(host == domain or host.endswith(f".{domain}") for domain in VENDOR_DOMAINS)
