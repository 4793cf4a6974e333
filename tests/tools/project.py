"""A small integration that every check accepts, to break in one place at a time."""

import json
from pathlib import Path
from typing import Any

from PIL import Image
import yaml

from scripts.lib.checks.finding import INTEGRATION, LANGUAGES, Check

MANIFEST = {
    "domain": "clova_cic",
    "name": "CLOVA",
    "codeowners": ["@somebody"],
    "config_flow": True,
    "dependencies": ["conversation"],
    "documentation": "https://example.org/clova",
    "integration_type": "service",
    "iot_class": "cloud_push",
    "issue_tracker": "https://example.org/clova/issues",
    "loggers": ["h2"],
    "requirements": ["h2>=4.3,<5"],
    "version": "0.1.0",
}
TEXTS = {
    "config": {"step": {"user": {"title": "Server", "data": {"url": "Address of {server}"}}}},
    "entity": {"sensor": {"directive": {"name": "Last directive"}}},
    "exceptions": {"refused": {"message": "CLOVA refused: {reason}"}},
    "issues": {"sign_in": {"title": "Sign in", "description": "Sign in again"}},
    "services": {
        "ask": {
            "name": "Ask",
            "description": "Asks CLOVA",
            "fields": {"text": {"name": "Text", "description": "What to ask"}},
        }
    },
}
ICONS = {
    "entity": {"sensor": {"directive": {"default": "mdi:clover"}}},
    "services": {"ask": {"service": "mdi:chat-question"}},
}
SERVICES = {"ask": {"fields": {"text": {"required": True, "selector": {"text": None}}}}}


class Project:
    """The files of a project under `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.integration = root / INTEGRATION
        self.write(INTEGRATION / "manifest.json", MANIFEST)
        for language in LANGUAGES:
            self.write(self.translations(language), TEXTS)
        self.write(INTEGRATION / "icons.json", ICONS)
        self.write(INTEGRATION / "services.yaml", SERVICES)
        self.write("hacs.json", {"name": "CLOVA", "homeassistant": "2026.10.0"})
        self.write(
            "pyproject.toml", '[project]\nversion = "0.1.0"\ndependencies = ["h2>=4.3,<5"]\n'
        )
        for name in ("README.md", "info.md", "LICENSE"):
            self.write(name, "text\n")
        self.draw("icon.png", (256, 256))
        self.draw("icon@2x.png", (512, 512))

    @staticmethod
    def translations(language: str) -> Path:
        """The file of a language's texts."""
        return INTEGRATION / "translations" / f"{language}.json"

    def write(self, path: Path | str, content: object) -> Path:
        """Write text as it is, anything else as JSON or YAML by the file's suffix."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            text = content
        elif file.suffix == ".yaml":
            text = yaml.safe_dump(content)
        else:
            text = json.dumps(content)
        file.write_text(text, encoding="utf-8")
        return file

    def change(self, path: Path | str, *keys: str, to: object = None) -> None:
        """Set (or, without a value, remove) one value in a JSON document."""
        document: Any = json.loads((self.root / path).read_text(encoding="utf-8"))
        place = document
        for key in keys[:-1]:
            place = place.setdefault(key, {})
        if to is None:
            del place[keys[-1]]
        else:
            place[keys[-1]] = to
        self.write(path, document)

    def draw(self, name: str, size: tuple[int, int], *, margin: int = 0, kind: str = "PNG") -> None:
        """A picture filled but for a transparent margin."""
        picture = Image.new("RGBA", size)
        box = (margin, margin, size[0] - margin, size[1] - margin)
        picture.paste((20, 168, 157, 255), box)
        file = self.integration / "brand" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        picture.save(file, kind)

    def findings(self, check: Check) -> list[str]:
        """What the check finds, as printed."""
        return [str(finding) for finding in check(self.root)]
