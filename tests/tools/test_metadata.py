"""manifest.json, hacs.json, actions, icons and the brand's pictures."""

import ast
from typing import Any

import pytest

from scripts.lib.checks import actions, brand, hacs, manifest
from scripts.lib.checks.finding import INTEGRATION

from .project import ICONS, MANIFEST, Project

ICONS_FILE = INTEGRATION / "icons.json"
ENGLISH = Project.translations("en")


def test_a_good_manifest_is_accepted(project: Project) -> None:
    assert project.findings(manifest.check) == []


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("version", None, "version is missing"),
        ("loggers", None, "loggers is missing"),
        ("homepage", "https://example.org", "homepage is no key"),
        ("domain", "clova", "domain is not the folder's name"),
        ("version", "one", "version 'one' is none"),
        ("version", "0.2.0", "version differs from pyproject.toml"),
        ("iot_class", "cloud", "iot_class 'cloud' is none"),
        ("integration_type", "thing", "integration_type 'thing' is none"),
        ("documentation", "http://example.org", "documentation is no https address"),
        (
            "documentation",
            "https://www.home-assistant.io/integrations/clova_cic",
            "the place of core's",
        ),
        ("issue_tracker", "example.org", "issue_tracker is no https address"),
        ("codeowners", ["somebody"], "codeowners are not names"),
        ("codeowners", [], "codeowners are not names"),
        ("requirements", ["h2==4.3"], "is no range"),
        ("requirements", ["h2>=4.3"], "is no range"),
        ("requirements", ["h2>=4.3,<5", "x x"], "requirement 'x x' is none"),
        ("requirements", ["h2>=4.1,<5"], "requirements differ from pyproject.toml"),
    ],
)
def test_a_manifest_that_hassfest_would_refuse(
    project: Project, key: str, value: Any, problem: str
) -> None:
    changed = {name: text for name, text in {**MANIFEST, key: value}.items() if text is not None}
    ordered = sorted(changed.items(), key=lambda item: (item[0] not in {"domain", "name"}, item[0]))
    project.write(INTEGRATION / "manifest.json", dict(ordered))

    assert any(problem in finding for finding in project.findings(manifest.check))


def test_keys_in_another_order(project: Project) -> None:
    project.write(INTEGRATION / "manifest.json", dict(reversed(MANIFEST.items())))

    assert (
        "keys belong in this order: domain, name, codeowners" in project.findings(manifest.check)[0]
    )


def test_an_integration_that_is_used_must_be_declared(project: Project) -> None:
    project.write(
        INTEGRATION / "code.py",
        "from homeassistant.components import assist_pipeline, conversation, sensor\n"
        "from homeassistant.components.http import HomeAssistantView\n",
    )

    assert [finding.split(", ")[0] for finding in project.findings(manifest.check)] == [
        f"{INTEGRATION / 'manifest.json'}: assist_pipeline",
        f"{INTEGRATION / 'manifest.json'}: http",
    ]


def test_imports_for_types_only_need_no_declaration() -> None:
    source = (
        "import homeassistant.components.http.const\n"
        "if TYPE_CHECKING:\n    from homeassistant.components.camera import Camera\n"
        "else:\n    from homeassistant.components.recorder import Recorder\n"
    )

    assert manifest.imported_components(ast.parse(source)) == {"http", "recorder"}


def test_described_actions_and_icons_are_accepted(project: Project) -> None:
    assert project.findings(actions.check) == []


@pytest.mark.parametrize(
    ("file", "keys", "value", "problem"),
    [
        (ICONS_FILE, ("services", "ask"), None, "services.ask.service is missing"),
        (ICONS_FILE, ("services", "ask", "service"), "chat", "is no icon: 'chat'"),
        (ICONS_FILE, ("services", "tell", "service"), "mdi:chat", "services.tell is not in"),
        (
            ICONS_FILE,
            ("entity", "sensor", "lost", "default"),
            "mdi:help",
            "sensor.lost has no texts",
        ),
        (ICONS_FILE, ("entity", "sensor", "directive"), {"state": {"a": "mdi:help"}}, "default is"),
        (ENGLISH, ("services", "ask", "name"), None, "services.ask.name is missing"),
        (ENGLISH, ("services", "tell"), {"name": "Tell"}, "services.tell is not in services.yaml"),
        (ENGLISH, ("services", "ask", "fields"), None, "ask.fields.text is missing"),
        (
            ENGLISH,
            ("services", "ask", "fields", "text", "name"),
            None,
            "needs name and description",
        ),
        (ENGLISH, ("services", "ask", "fields", "more"), {"name": "x"}, "fields.more is not in"),
    ],
)
def test_actions_without_texts_or_icons(
    project: Project, file: str, keys: tuple[str, ...], value: object, problem: str
) -> None:
    project.change(file, *keys, to=value)

    assert any(problem in finding for finding in project.findings(actions.check))


def test_fields_in_sections_and_without_selector(project: Project) -> None:
    project.write(
        INTEGRATION / "services.yaml",
        {"ask": {"fields": {"more": {"collapsed": True, "fields": {"text": {"required": True}}}}}},
    )

    assert project.findings(actions.check) == [
        f"{INTEGRATION / 'services.yaml'}: ask: the field text has no selector"
    ]


def test_triggers_are_checked_like_actions(project: Project) -> None:
    project.write(INTEGRATION / "triggers.yaml", {"directive_received": None})

    assert project.findings(actions.check) == [
        f"{ICONS_FILE}: triggers.directive_received.trigger is missing",
        f"{ENGLISH}: triggers.directive_received.name is missing",
        f"{ENGLISH}: triggers.directive_received.description is missing",
    ]


def test_unreadable_descriptions(project: Project) -> None:
    project.write(INTEGRATION / "services.yaml", "ask: [")
    assert "services.yaml: cannot be read" in project.findings(actions.check)[0]

    project.write(ICONS_FILE, "")
    assert "icons.json: cannot be read" in project.findings(actions.check)[0]


def test_integration_without_actions(project: Project) -> None:
    (project.integration / "services.yaml").unlink()
    project.write(ICONS_FILE, {"entity": ICONS["entity"]})
    project.change(ENGLISH, "services")

    assert project.findings(actions.check) == []


def test_hacs_is_content(project: Project) -> None:
    assert project.findings(hacs.check) == []


def test_hacs_wants_more(project: Project) -> None:
    project.write("hacs.json", {"homeassistant": "soon", "domains": ["stt"]})
    (project.root / "info.md").unlink()

    assert project.findings(hacs.check) == [
        "info.md: is missing",
        "hacs.json: domains is no key that HACS knows",
        "hacs.json: name is missing",
        "hacs.json: homeassistant names no release",
    ]


def test_pictures_are_accepted(project: Project) -> None:
    project.draw("logo.png", (400, 128))

    assert project.findings(brand.check) == []


@pytest.mark.parametrize(
    ("name", "size", "margin", "kind", "problem"),
    [
        ("icon.png", (128, 128), 0, "PNG", "icon.png: is 128 x 128, not 256 x 256"),
        ("icon.png", (256, 256), 9, "PNG", "icon.png: is not trimmed"),
        ("icon.png", (256, 256), 128, "PNG", "icon.png: is not trimmed"),
        ("icon.png", (256, 256), 0, "WEBP", "icon.png: is WEBP, not PNG"),
        ("logo.png", (400, 100), 0, "PNG", "logo.png: has a shorter side of 100, not 128 to 256"),
        ("logo@2x.png", (800, 256), 9, "PNG", "logo@2x.png: is not trimmed"),
        ("banner.png", (800, 256), 0, "PNG", "banner.png: is no picture that Home Assistant looks"),
    ],
)
def test_pictures_that_would_not_show_well(
    project: Project, name: str, size: tuple[int, int], margin: int, kind: str, problem: str
) -> None:
    project.draw(name, size, margin=margin, kind=kind)

    assert [problem in finding for finding in project.findings(brand.check)] == [True]


def test_pictures_that_are_none(project: Project) -> None:
    (project.integration / "brand" / "icon@2x.png").unlink()
    (project.integration / "brand" / "icon.png").write_bytes(b"no picture")

    assert [finding.split(": ")[1] for finding in project.findings(brand.check)] == [
        "is missing",
        "is no picture",
    ]
