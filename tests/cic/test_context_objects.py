"""What the device tells of itself with each event (docs/protocol/context.md)."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from custom_components.clova_cic.cic.errors import MessageError, UsageError
from custom_components.clova_cic.cic.interfaces.alerts import AlertStarted, SetAlert, alerts_state
from custom_components.clova_cic.cic.interfaces.audio_player import (
    AudioStream,
    DeliveredStream,
    PlayerActivity,
    merged,
    playback_state,
)
from custom_components.clova_cic.cic.interfaces.clova import (
    HOME,
    Place,
    SavedPlace,
    location,
    saved_places,
)
from custom_components.clova_cic.cic.interfaces.message import context_of
from custom_components.clova_cic.cic.interfaces.payload import read, write
from custom_components.clova_cic.cic.interfaces.shapes import Asset, timestamp

NOON = datetime(2030, 5, 1, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=9)))
ALARM = SetAlert(token="t-1", type="ALARM", scheduled_time="2030-05-03T06:45:00+09:00")
REMINDER = SetAlert(
    token="t-1",  # the same as the alarm's: only with the type is it the same alert
    type="REMINDER",
    scheduled_time="2030-05-03T06:45:00.5Z",
    label="water the plants",
    assets=(Asset(asset_id="a", url="clova://alert/bell/reminder"),),
    asset_play_order=("a",),
)
STREAM = {
    "beginAtInMilliseconds": 10_000,
    "durationInMilliseconds": 60_000,
    "token": "trk-9",
    "url": "clova:9",
    "urlPlayable": False,
    "customData": '{"a": 1}',
    "progressReport": {
        "progressReportDelayInMilliseconds": None,
        "progressReportIntervalInMilliseconds": 15_000,
    },
    "provider": {"b": [1, None], "a": "값"},
}


def stream(**changes: object) -> AudioStream:
    return read(AudioStream, STREAM | changes)


@pytest.mark.cic("CIC-CX-010", "CIC-CX-011", "CIC-CX-012")
def test_alerts_are_reported_by_three_fields_and_those_that_ring_are_among_them() -> None:
    reminder = {"token": "t-1", "type": "REMINDER", "scheduledTime": "2030-05-03T06:45:00.5Z"}
    alarm = {"token": "t-1", "type": "ALARM", "scheduledTime": "2030-05-03T06:45:00+09:00"}
    found = context_of(
        alerts_state([ALARM, REMINDER], [AlertStarted(token="t-1", type="REMINDER")])
    )
    assert found.to_dict() == {
        "header": {"namespace": "Alerts", "name": "AlertsState"},
        "payload": {"allAlerts": [alarm, reminder], "activeAlerts": [reminder]},
    }


@pytest.mark.cic("CIC-CX-010")
def test_without_alerts_both_lists_are_there() -> None:
    assert write(alerts_state([])) == {"allAlerts": [], "activeAlerts": []}


@pytest.mark.cic("CIC-CX-010")
def test_an_alert_that_is_not_set_does_not_ring() -> None:
    with pytest.raises(UsageError):
        alerts_state([ALARM], [REMINDER])


@pytest.mark.cic("CIC-CX-022", "CIC-AP-051")
def test_without_media_only_the_modes_are_told() -> None:
    assert write(playback_state()) == {"playerActivity": "IDLE", "repeatMode": "NONE"}
    idle = playback_state("IDLE", repeat_mode="REPEAT_ONE", stream=stream(), offset=5, length=9)
    assert write(idle) == {"playerActivity": "IDLE", "repeatMode": "REPEAT_ONE"}


@pytest.mark.cic("CIC-CX-020", "CIC-AP-019", "CIC-CX-023")
def test_the_stream_is_told_as_it_came() -> None:
    assert write(playback_state("PAUSED", stream=stream(), offset=42_000)) == {
        "playerActivity": "PAUSED",
        "repeatMode": "NONE",
        "offsetInMilliseconds": 42_000,
        "totalInMilliseconds": 70_000,
        "stream": STREAM,
    }


@pytest.mark.parametrize("activity", ["PLAYING", "PAUSED", "STOPPED"])
@pytest.mark.cic("CIC-AP-051")
def test_a_player_with_media_tells_stream_and_offset(activity: PlayerActivity) -> None:
    with pytest.raises(UsageError):
        playback_state(activity, offset=0)
    with pytest.raises(UsageError):
        playback_state(activity, stream=stream())
    assert playback_state(activity, stream=stream(), offset=0).offset_in_milliseconds == 0


@pytest.mark.cic("CIC-CX-024", "CIC-AP-052")
@pytest.mark.parametrize(
    ("changes", "length", "total"),
    [
        ({}, None, 70_000),
        ({}, 99_000, 70_000),
        ({"beginAtInMilliseconds": None}, None, 60_000),
        ({"durationInMilliseconds": None}, 99_000, 99_000),
        ({"durationInMilliseconds": None}, None, None),
        ({"durationInMilliseconds": 500.75}, None, 10_500),
        ({"durationInMilliseconds": 1e308, "beginAtInMilliseconds": 1e308}, 99_000, 99_000),
        ({"durationInMilliseconds": 2**64 - 1}, None, None),
        ({"durationInMilliseconds": -20_000}, 99_000, 99_000),
        ({"durationInMilliseconds": -5000}, None, None),
        ({"durationInMilliseconds": 0}, 99_000, 99_000),
    ],
)
def test_the_end_is_where_the_window_closes(
    changes: dict[str, object], length: int | None, total: int | None
) -> None:
    found = playback_state("PLAYING", stream=stream(**changes), offset=0, length=length)
    assert found.total_in_milliseconds == total


@pytest.mark.cic("CIC-CX-020", "CIC-AP-013", "CIC-AP-014")
def test_what_is_delivered_goes_into_the_stream() -> None:
    delivered = {
        "url": "https://media.example/9.mp3",
        "urlPlayable": True,
        "durationInMilliseconds": None,
        "progressReport": {
            "progressReportIntervalInMilliseconds": None,
            "progressReportPositionInMilliseconds": 5000,
        },
        "new": {"c": 1},
    }
    found = merged(stream(), read(DeliveredStream, delivered))
    assert write(found) == STREAM | {
        "url": "https://media.example/9.mp3",
        "urlPlayable": True,
        "progressReport": {
            "progressReportDelayInMilliseconds": None,
            "progressReportIntervalInMilliseconds": 15_000,
            "progressReportPositionInMilliseconds": 5000,
        },
        "new": {"c": 1},
    }
    assert found.url_playable is True
    assert found.duration_in_milliseconds == 60_000


def test_what_is_delivered_takes_the_place_of_what_was_not_there() -> None:
    report = {"progressReportDelayInMilliseconds": 7}
    bare = read(AudioStream, {"token": "t", "progressReport": None})
    found = merged(bare, read(DeliveredStream, {"progressReport": report}))
    assert write(found) == {"token": "t", "progressReport": report}


@pytest.mark.cic("CIC-CX-030")
def test_coordinates_are_decimal_text() -> None:
    assert write(location(37.5665, -0.00001, NOON)) == {
        "latitude": "37.566500",
        "longitude": "-0.000010",
        "refreshedAt": "2030-05-01T12:00:00+09:00",
    }


@pytest.mark.parametrize(("latitude", "longitude"), [(90.1, 0), (0, -180.1), (float("nan"), 0)])
def test_what_is_no_place_is_not_told(latitude: float, longitude: float) -> None:
    with pytest.raises(UsageError):
        location(latitude, longitude, NOON)


def test_a_moment_has_a_zone() -> None:
    assert timestamp(NOON.astimezone(UTC)) == "2030-05-01T03:00:00+00:00"
    with pytest.raises(UsageError):
        timestamp(NOON.replace(tzinfo=None))


@pytest.mark.cic("CIC-CX-035", "CIC-CX-036")
def test_only_what_is_stored_is_told() -> None:
    here, there = location(1, 2, NOON), location(3, 4, NOON)
    both = saved_places(home=here, office=there)
    assert [(place["name"], place["latitude"]) for place in write(both)["places"]] == [
        ("집", "1.000000"),
        ("회사", "3.000000"),
    ]
    assert write(saved_places(office=here))["places"] == [{"name": "회사", **write(here)}]
    assert saved_places() is None


@pytest.mark.cic("CIC-CX-035")
@pytest.mark.parametrize("name", ["Home", "家", "", None])
def test_a_place_has_one_of_two_names(name: object) -> None:
    place = write(Place(name=HOME, latitude="1", longitude="2", refreshed_at="x"))
    assert read(SavedPlace, {"places": [place]})
    with pytest.raises(MessageError):
        read(SavedPlace, {"places": [place | {"name": name}]})
