"""Home Assistant's configuration directory, as the demo needs it."""

from datetime import UTC, datetime
import json
import os
from pathlib import Path
import shutil
from typing import Any, Final

from .options import ROOT

INTEGRATION: Final = "clova_cic"

_CONFIGURATION: Final = """\
# Written anew by scripts/demo at every start.
# No default_config: nothing here looks for devices or asks a server on the internet.
frontend:
config:
conversation:
assist_pipeline:
media_source:
system_health:
recorder:
history:
logbook:
# Helpers that are made in the browser, to be lent to CLOVA.
input_boolean:
input_number:
input_select:
input_text:
automation: !include automations.yaml
script: !include scripts.yaml
scene: !include scenes.yaml
logger:
  default: info
  logs:
    homeassistant.setup: warning
    homeassistant.bootstrap: warning
"""
_EDITED_IN_THE_BROWSER: Final = {"automations.yaml": "[]\n", "scripts.yaml": "", "scenes.yaml": ""}

_ZONES: Final = Path("/usr/share/zoneinfo")
_LOCAL_ZONE: Final = Path("/etc/localtime")


def prepare(directory: Path, *, host: str, port: int) -> None:
    """Make the directory, or bring it up to date; what a person did in the browser stays."""
    new = not directory.exists()
    storage = directory / ".storage"
    storage.mkdir(parents=True, exist_ok=True)
    (directory / "configuration.yaml").write_text(_CONFIGURATION)
    for name, content in _EDITED_IN_THE_BROWSER.items():
        if not (directory / name).exists():
            (directory / name).write_text(content)
    _link_integration(directory / "custom_components" / INTEGRATION)
    _store(storage / "http", version=2, minor_version=2, data=_http(host, port))
    if new:
        # Home Assistant's own steps after the user's would ask servers for weather and radio.
        done = ["core_config", "analytics", "integration"]
        _store(storage / "onboarding", version=4, minor_version=1, data={"done": done})
        _store(storage / "core.config", version=1, minor_version=4, data=_core_config())


def remove(directory: Path) -> None:
    """Forget everything of an earlier start."""
    if directory.exists():
        shutil.rmtree(directory)


def _link_integration(link: Path) -> None:
    """Have the integration of this checkout loaded, wherever the checkout is now."""
    link.parent.mkdir(exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(ROOT / "custom_components" / INTEGRATION, target_is_directory=True)


def _http(host: str, port: int) -> dict[str, Any]:
    """Return where to listen; in YAML it would count as a trial and be undone after five minutes."""
    return {
        "stable": {
            "server_host": [host],
            "server_port": port,
            "cors_allowed_origins": [],
            "login_attempts_threshold": -1,
            "ip_ban_enabled": True,
            "ssl_profile": "modern",
            "use_x_frame_options": True,
            "created_at": datetime.now(UTC).isoformat(),
            "error": None,
            "error_message": None,
        },
        "pending": None,
        "yaml_migration_done": True,
    }


def _core_config() -> dict[str, Any]:
    """Return a home in Seoul, on this machine's time, which the emulator tells as well."""
    return {
        "location_name": "CLOVA demo",
        "latitude": 37.5663,
        "longitude": 126.9779,
        "elevation": 38,
        "radius": 100,
        "unit_system_v2": "metric",
        "time_zone": local_time_zone(),
        "currency": "KRW",
        "country": "KR",
        "language": "en",
        "external_url": None,
        "internal_url": None,
    }


def local_time_zone() -> str:
    """Return the machine's time zone, such as "Asia/Seoul"; "UTC" if it cannot be told."""
    named = os.environ.get("TZ", "").removeprefix(":")
    if not named and _LOCAL_ZONE.is_symlink():
        named = os.fspath(_LOCAL_ZONE.resolve()).partition("zoneinfo/")[2]
    return named if named and (_ZONES / named).is_file() else "UTC"


def _store(path: Path, *, version: int, minor_version: int, data: dict[str, Any]) -> None:
    """Write a file as Home Assistant's storage helper does."""
    content = {
        "version": version,
        "minor_version": minor_version,
        "key": path.name,
        "data": data,
    }
    path.touch(mode=0o600)
    path.write_text(json.dumps(content, indent=2))
