"""Alerts on the disk: a restart without the cloud, and files that are damaged."""

from datetime import timedelta
from pathlib import Path
import stat
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
    async_test_home_assistant,
)

from custom_components.clova_cic.account.credentials import Credentials
from custom_components.clova_cic.alerts.keeper import AlertKeeper
from custom_components.clova_cic.alerts.store import AlertStore
from custom_components.clova_cic.alerts.telling import EVENT_ALERT
from custom_components.clova_cic.cic.interfaces.alerts import SetAlert
from custom_components.clova_cic.cic.interfaces.payload import read
from emulator import Fault, FaultKind
from tests.alerts.home import KITCHEN, NEXT, RINGING, AlertHome, alert, speaker_of
from tests.ha import add_entry, coordinator_of, free_port, prepare, state_of

pytestmark = pytest.mark.usefixtures("socket_enabled")

DAY = timedelta(days=1)

Disk = dict[str, Any]
"""What Home Assistant has stored, by the name of the file."""


def file_of(hass: HomeAssistant, entry: MockConfigEntry) -> Path:
    """Where the alerts of an entry are."""
    return Path(AlertStore(hass, entry)._store._store.path)


async def far_from_the_cloud(hass: HomeAssistant) -> MockConfigEntry:
    """An entry that was connected once, and whose cloud is out of reach; not set up."""
    await prepare(hass)
    credentials = Credentials(access_token="x", has_connected=True)
    entry = await add_entry(hass, f"https://127.0.0.1:{free_port()}", credentials)
    hass.config_entries.async_update_entry(entry, options={"speaker": KITCHEN})
    return entry


def write(hass: HomeAssistant, entry: MockConfigEntry, disk: Disk, data: Any) -> None:
    """Leave a file behind, as a Home Assistant that was killed."""
    name = file_of(hass, entry).name
    disk[name] = {"version": 1, "minor_version": 1, "key": name, "data": data}


async def start(hass: HomeAssistant, entry: MockConfigEntry) -> AlertKeeper:
    """Set the entry up."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return coordinator_of(entry).alerts


def book(*alerts: dict[str, Any], **run: Any) -> dict[str, Any]:
    """What a file says."""
    records = [{"alert": each, "missed": False, **run} for each in alerts]
    return {"version": 1, "offline_since": None, "alerts": records}


@pytest.mark.cic("CIC-AL-008")
async def test_what_clova_is_told_is_on_the_disk_by_then(
    home: AlertHome, hass_storage: Disk
) -> None:
    name = file_of(home.hass, home.entry).name
    await home.push("SetAlert", alert("a", label="물 주기"))
    await home.hears("SetAlertSucceeded")
    stored = hass_storage[name]["data"]
    assert [each["alert"]["token"] for each in stored["alerts"]] == ["a"]
    await home.push("DeleteAlert", {"token": "a", "type": "ALARM"})
    await home.hears("DeleteAlertSucceeded")
    assert hass_storage[name]["data"]["alerts"] == []


@pytest.mark.cic("CIC-AL-008", "CIC-AL-012")
async def test_alerts_are_there_before_the_cloud_is(
    hass: HomeAssistant, hass_storage: Disk
) -> None:
    entry = await far_from_the_cloud(hass)
    plays = await speaker_of(hass)
    events = async_capture_events(hass, EVENT_ALERT)
    write(hass, entry, hass_storage, book(alert("next"), alert("missed", -300), alert("late", -30)))
    keeper = await start(hass, entry)
    assert [each.alert.token for each in keeper.entries] == ["next", "missed", "late"]
    assert [event.data["what"] for event in events] == ["missed", "ringing"]
    assert state_of(hass, RINGING) == "on"
    assert state_of(hass, NEXT) != "unknown"
    assert len(plays) == 1


async def test_what_rang_when_home_assistant_died_rings_on(
    hass: HomeAssistant, hass_storage: Disk
) -> None:
    entry = await far_from_the_cloud(hass)
    plays = await speaker_of(hass)
    made = alert("a", -100)
    run = {"time": made["scheduledTime"], "since": made["scheduledTime"], "start_told": True}
    write(hass, entry, hass_storage, book(made, run=run))
    events = async_capture_events(hass, EVENT_ALERT)
    await start(hass, entry)
    assert events == []
    assert state_of(hass, RINGING) == "on"
    assert len(plays) == 1


async def test_what_rings_is_silent_while_the_entry_is_not_loaded(home: AlertHome) -> None:
    await home.rings()
    await home.until_true(lambda: home.plays)
    hass, entry = home.hass, home.entry
    assert await hass.config_entries.async_unload(entry.entry_id)
    plays = len(home.plays)
    await start(hass, entry)
    await home.until_true(lambda: len(home.plays) > plays)
    assert state_of(hass, RINGING) == "on"
    await home.hears("RequestSynchronizeAlert")
    await home.until_true(lambda: home.alerts._alerts._listing.due is None)
    assert home.heard().count("AlertStarted") == 1
    assert "AlertStopped" not in home.heard()


async def test_a_book_that_is_closed_takes_nothing_more(home: AlertHome) -> None:
    await home.rings()
    await home.alerts.async_close()
    await home.push("DeleteAlert", {"token": "a", "type": "ALARM"})
    await home.hass.async_block_till_done()
    assert home.tokens == ["a"]
    assert home.heard() == ["SetAlertSucceeded", "AlertStarted"]


@pytest.mark.cic("CIC-AL-020")
async def test_an_entry_that_is_unloaded_waits_for_an_answer_to_what_it_has_told(
    home: AlertHome,
) -> None:
    await home.push("SetAlert", alert("a", 0.5))
    await home.hears("SetAlertSucceeded")
    home.cloud.inject(Fault(FaultKind.LATENCY, seconds=0.3))
    await home.hears("AlertStarted")
    hass, entry = home.hass, home.entry
    assert await hass.config_entries.async_unload(entry.entry_id)
    await start(hass, entry)
    await home.hears("RequestSynchronizeAlert")
    await home.until_true(lambda: not home.alerts._alerts._listing._asked)
    await home.push("DeleteAlert", {"token": "a", "type": "ALARM"})
    await home.hears("DeleteAlertSucceeded")
    assert home.heard()[1:] == ["AlertStarted", "AlertStopped", "DeleteAlertSucceeded"]


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        ("", False),  # what is no JSON is kept aside by Home Assistant itself
        ('{"version": 1, "minor_version": 1, "data": {"alerts": [{"al', False),
        ('{"version": 1, "minor_version": 1, "data": {"version": 1, "alerts": 7}}', True),
        ('{"version": 1, "minor_version": 1, "data": {"version": 9, "alerts": []}}', True),
        ('{"version": 9, "minor_version": 1, "data": {"version": 9, "alerts": []}}', True),
    ],
)
async def test_a_file_that_is_no_book_is_kept_aside(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, content: str, *, kept: bool
) -> None:
    entry = MockConfigEntry(title="CLOVA", data={"device_id": "d"})
    async with async_test_home_assistant(config_dir=str(tmp_path)) as hass:
        store = AlertStore(hass, entry)
        alerts = await store.async_load(grace=DAY)
        alerts.feed(dt_util.utcnow(), read(SetAlert, alert("a")))
        await store.async_save(alerts)
        file = file_of(hass, entry)
        assert stat.S_IMODE(file.stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR
        assert len((await AlertStore(hass, entry).async_load(grace=DAY)).book) == 1
        file.write_text(content, "utf-8")
        assert len((await AlertStore(hass, entry).async_load(grace=DAY)).book) == 0
        aside = list(file.parent.glob(f"{file.name}.unreadable.*"))
        assert [each.read_text("utf-8") for each in aside] == [content] * kept
        await hass.async_stop(force=True)
    assert caplog.text.count("cannot be read") == kept


async def test_a_damaged_alert_costs_only_itself(
    hass: HomeAssistant, hass_storage: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    entry = await far_from_the_cloud(hass)
    write(hass, entry, hass_storage, book({"token": "broken"}, alert("a")))
    keeper = await start(hass, entry)
    assert [each.alert.token for each in keeper.entries] == ["a"]
    assert "1 stored alerts are damaged" in caplog.text


@pytest.mark.cic("CIC-AL-150", "CIC-AL-043")
async def test_without_a_grace_period_nothing_is_kept_offline(
    hass: HomeAssistant, hass_storage: Disk
) -> None:
    entry = await far_from_the_cloud(hass)
    write(hass, entry, hass_storage, book(alert("a")))
    hass.config_entries.async_update_entry(entry, options={"alert_grace": 0})
    assert (await start(hass, entry)).entries == ()


@pytest.mark.cic("CIC-AL-043")
async def test_a_device_that_is_removed_leaves_no_alerts(
    hass: HomeAssistant, home: AlertHome, hass_storage: Disk
) -> None:
    await home.push("SetAlert", alert("a"))
    await home.hears("SetAlertSucceeded")
    name = file_of(hass, home.entry).name
    assert name in hass_storage
    await hass.config_entries.async_remove(home.entry.entry_id)
    assert name not in hass_storage


async def test_two_devices_have_alerts_of_their_own(
    hass: HomeAssistant, hass_storage: Disk
) -> None:
    first, second = await far_from_the_cloud(hass), await far_from_the_cloud(hass)
    write(hass, first, hass_storage, book(alert("same", 600)))
    write(hass, second, hass_storage, book(alert("same", 900)))
    found = []
    await start(hass, first)  # and with it all of the integration
    for each in (first, second):
        keeper = coordinator_of(each).alerts
        found += [entry.alert.scheduled_time for entry in keeper.entries]
    assert len(set(found)) == 2
