"""Files of a device: written safely, read whatever state they are in. On a real disk."""

from collections.abc import AsyncIterator
from pathlib import Path
import stat
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.util.file import WriteError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_test_home_assistant

from custom_components.clova_cic.cic import ClientConfig, Configuration, VoiceMenu
from custom_components.clova_cic.const import DOMAIN
from custom_components.clova_cic.device_store import DeviceStore
from custom_components.clova_cic.settings.store import SettingsStore, StoredSettings

CLIENT = ClientConfig(base_url="https://cic.example", user_agent="Acme/DeskBot/1.0.0 (Linux;x86)")
MENU = VoiceMenu(voices={"V001": "Anna", "V002": "Ben"}, title="Voice", default="V001")


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[HomeAssistant]:
    """A Home Assistant that writes to a disk."""
    async with async_test_home_assistant(config_dir=str(tmp_path)) as hass:
        yield hass
        await hass.async_stop(force=True)


def entry() -> MockConfigEntry:
    """Return an entry whose device has an id."""
    return MockConfigEntry(domain=DOMAIN, title="CLOVA", data={"device_id": "7e3f1c1a"})


def files(home: HomeAssistant) -> list[Path]:
    """Return the files of devices, by name."""
    return sorted(Path(home.config.path(".storage")).glob(f"{DOMAIN}.*"))


async def test_a_file_is_private_and_its_name_tells_no_id(home: HomeAssistant) -> None:
    store = DeviceStore(home, entry(), "settings", version=1)
    await store.async_save({"a": 1})
    (file,) = files(home)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "7e3f1c1a" not in file.name
    assert await DeviceStore(home, entry(), "settings", version=1).async_load() == {"a": 1}
    await store.async_remove()
    assert files(home) == []
    await store.async_remove()


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        "7",
        '"x"',
        '{"version": 99, "minor_version": 1, "data": {"a": 1}}',
        '{"version": 0, "minor_version": 1, "data": {"a": 1}}',
        '{"version": "x", "data": {"a": 1}}',
        '{"version": 1}',
        '{"x": 1}',
    ],
)
async def test_a_file_of_something_else_is_kept_aside_and_said_once(
    home: HomeAssistant, content: str, caplog: pytest.LogCaptureFixture
) -> None:
    await DeviceStore(home, entry(), "settings", version=1).async_save({"a": 1})
    (file,) = files(home)
    file.write_text(content)
    store = DeviceStore(home, entry(), "settings", version=1)
    assert await store.async_load() == {}
    assert await store.async_load() == {}
    (aside,) = files(home)
    assert ".unreadable." in aside.name
    assert aside.read_text() == content
    assert caplog.text.count("cannot be read") == 1
    await store.async_save({"b": 2})
    assert await DeviceStore(home, entry(), "settings", version=1).async_load() == {"b": 2}
    assert aside.read_text() == content


@pytest.mark.parametrize("content", ["", "{", '{"version": 1, "data": {"a"', "\udcff"])
async def test_a_file_that_was_cut_off_is_kept_aside(
    home: HomeAssistant, content: str, caplog: pytest.LogCaptureFixture
) -> None:
    await DeviceStore(home, entry(), "settings", version=1).async_save({"a": 1})
    (file,) = files(home)
    file.write_bytes(content.encode(errors="surrogateescape"))
    assert await DeviceStore(home, entry(), "settings", version=1).async_load() == {}
    (aside,) = files(home)
    assert ".corrupt." in aside.name
    assert caplog.text.count("Unrecoverable error decoding storage") == 1


@pytest.mark.parametrize("data", ["[1]", "7", "null", '"x"'])
async def test_contents_of_another_kind_are_nothing(home: HomeAssistant, data: str) -> None:
    await DeviceStore(home, entry(), "settings", version=1).async_save({"a": 1})
    (file,) = files(home)
    file.write_text(f'{{"version": 1, "minor_version": 1, "data": {data}}}')
    assert await DeviceStore(home, entry(), "settings", version=1).async_load() == {}


async def test_a_file_that_cannot_be_moved_stays(
    home: HomeAssistant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    await DeviceStore(home, entry(), "settings", version=1).async_save({"a": 1})
    (file,) = files(home)
    file.write_text("[]")
    monkeypatch.setattr(Path, "rename", refuse)
    assert await DeviceStore(home, entry(), "settings", version=1).async_load() == {}
    assert "left where it is" in caplog.text
    assert files(home) == [file]


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), WriteError("no space left")]
)
async def test_a_full_disk_is_told_and_keeps_the_file_of_before(
    home: HomeAssistant,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise error

    store = DeviceStore(home, entry(), "settings", version=1)
    await store.async_save({"a": 1})
    with monkeypatch.context() as patch:
        patch.setattr("homeassistant.helpers.storage.write_utf8_file_atomic", full)
        await store.async_save({"a": 2})
    assert "space left" in caplog.text
    assert await DeviceStore(home, entry(), "settings", version=1).async_load() == {"a": 1}


# Settings


async def test_settings_come_back_as_they_were(home: HomeAssistant) -> None:
    configuration = Configuration(
        chosen="V002", others={"nightMode": "on"}, menu=MENU, menu_version="20300101000000"
    )
    await SettingsStore(home, entry(), CLIENT).async_save(StoredSettings(configuration, owed=True))
    loaded = await SettingsStore(home, entry(), CLIENT).async_load()
    assert loaded.owed is True
    assert loaded.configuration.menu == MENU
    assert loaded.configuration.menu_version == "20300101000000"
    assert loaded.configuration.in_force("v") == {"v": "V002", "nightMode": "on"}


async def test_what_is_on_offer_is_for_one_client_only(home: HomeAssistant) -> None:
    """Another server has other voices, and versions of its own."""
    configuration = Configuration(chosen="V002", menu=MENU, menu_version="20300101000000")
    await SettingsStore(home, entry(), CLIENT).async_save(StoredSettings(configuration))
    other = ClientConfig(base_url="https://other.example", user_agent=CLIENT.user_agent)
    loaded = await SettingsStore(home, entry(), other).async_load()
    assert loaded.configuration.chosen == "V002"
    assert loaded.configuration.menu is None
    assert loaded.configuration.menu_version is None


BAD: list[tuple[str, Any]] = [
    ("voice", 7),
    ("others", ["x"]),
    ("others", {"a": 1, "b": None}),
    ("owed", "yes"),
    ("menu", 7),
    ("menu", {"voices": {}, "title": None, "default": None}),
    ("menu", {"voices": [["V001"]], "title": None, "default": None}),
    ("menu", {"voices": [["V001", 1]], "title": None, "default": None}),
    ("menu", {"voices": [["V001", "Anna"]], "title": 7, "default": None}),
    ("menu", {"voices": [["V001", "Anna"]], "title": None, "default": "V009"}),
    ("menu", {"voices": [["V001", "Anna"]], "title": None, "default": ["V001"]}),
    ("menu_version", 7),
]


@pytest.mark.parametrize(("key", "value"), BAD)
async def test_what_is_damaged_is_left_out_alone(home: HomeAssistant, key: str, value: Any) -> None:
    configuration = Configuration(
        chosen="V002", others={"a": "1"}, menu=MENU, menu_version="20300101000000"
    )
    await SettingsStore(home, entry(), CLIENT).async_save(StoredSettings(configuration, owed=True))
    raw = DeviceStore(home, entry(), "settings", version=1)
    await raw.async_save(await raw.async_load() | {key: value})
    loaded = await SettingsStore(home, entry(), CLIENT).async_load()
    known = loaded.configuration
    assert (known.chosen is None) == (key == "voice")
    assert (known.others == {}) == (key == "others")
    assert (known.menu is None) == (key == "menu")
    assert (known.menu_version is None) == (key == "menu_version")
    assert loaded.owed == (key != "owed")


async def test_an_entry_that_goes_takes_its_file_along(home: HomeAssistant) -> None:
    await SettingsStore(home, entry(), CLIENT).async_save(StoredSettings(Configuration()))
    assert len(files(home)) == 1
    await SettingsStore.async_forget(home, entry())
    assert files(home) == []
