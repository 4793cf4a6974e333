"""The actions: who may call them, what they send, what they return, how they fail."""

from typing import Any
from uuid import uuid4

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import Context, HomeAssistant, ServiceResponse
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError, Unauthorized
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.service import async_get_all_descriptions
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
import voluptuous as vol

from custom_components.clova_cic.actions import (
    _ASK_SCHEMA,
    _CANCEL_SCHEMA,
    _REPORT_STATE_SCHEMA,
    _REQUEST_DEVICE_LIST_SCHEMA,
    _SEND_EVENT_SCHEMA,
)
from custom_components.clova_cic.alerts.actions import _ALERT_SCHEMA, _SNOOZE_SCHEMA
from custom_components.clova_cic.const import DOMAIN
from custom_components.clova_cic.settings.actions import _SCHEMA as _SET_SETTING_SCHEMA
from emulator import Answer, Emulator, Fault, FaultKind, directive
from tests.ha import LIMIT, hurry, phase, set_up, translation, trust
from tests.pushing import WORDS, device_of, show_content

RECOGNIZE: dict[str, Any] = {
    "namespace": "TextRecognizer",
    "name": "Recognize",
    "payload": {"text": "hello"},
}


@pytest.fixture
async def cloud(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Emulator:
    """An emulator that Home Assistant trusts."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    return emulator


@pytest.fixture
async def entry(hass: HomeAssistant, cloud: Emulator) -> MockConfigEntry:
    """The device that acts."""
    return await set_up(hass, cloud)


async def send(
    hass: HomeAssistant, device_id: str, *, context: Context | None = None, **data: Any
) -> ServiceResponse:
    """Call `send_event` and return its response."""
    return await hass.services.async_call(
        DOMAIN,
        "send_event",
        {"device_id": device_id, **data},
        blocking=True,
        return_response=True,
        context=context,
    )


def sent(cloud: Emulator, name: str) -> list[dict[str, Any]]:
    """Return the messages with this name that have arrived."""
    return [dict(r.event) for r in cloud.requests if r.event is not None and r.name == name]


async def test_an_event_is_sent_and_its_answer_returned(
    hass: HomeAssistant, cloud: Emulator, entry: MockConfigEntry
) -> None:
    show_content(hass, entry)
    cloud.answer_next(
        Answer([directive("Clova", "RenderText", {"text": WORDS}), directive("Clova", "Help")])
    )
    response = await send(hass, device_of(hass, entry).id, **RECOGNIZE)
    assert response == {
        "directives": [
            {"namespace": "Clova", "name": "RenderText", "payload": {"text": WORDS}},
            {"namespace": "Clova", "name": "Help", "payload": {}},
        ]
    }
    (message,) = sent(cloud, "TextRecognizer.Recognize")
    assert message["event"]["payload"] == {"text": "hello"}
    assert message["event"]["header"]["dialogRequestId"]


async def test_the_answer_has_nothing_personal_unless_the_user_allows_it(
    hass: HomeAssistant, cloud: Emulator, entry: MockConfigEntry
) -> None:
    parts = [
        directive("Clova", "RenderText", {"text": WORDS}),
        directive("Clova", "RenderText", {"text": {"not": WORDS}}),
        directive("NewThing", "Appear", {"text": WORDS}),
    ]
    cloud.answer_next(Answer(parts))
    response = await send(hass, device_of(hass, entry).id, **RECOGNIZE)
    assert response == {
        "directives": [
            {"namespace": "Clova", "name": "RenderText", "payload": {}},
            {"namespace": "Clova", "name": "RenderText", "payload": {}},
            {"namespace": "NewThing", "name": "Appear", "payload": {}},
        ]
    }


async def test_a_dialogue_is_gone_on_with(
    hass: HomeAssistant, cloud: Emulator, entry: MockConfigEntry
) -> None:
    dialogue_id = str(uuid4())
    await send(hass, device_of(hass, entry).id, dialogue_id=dialogue_id, **RECOGNIZE)
    (message,) = sent(cloud, "TextRecognizer.Recognize")
    assert message["event"]["header"]["dialogRequestId"] == dialogue_id


async def test_nobody_has_to_want_the_answer(
    hass: HomeAssistant, cloud: Emulator, entry: MockConfigEntry
) -> None:
    data = {"device_id": device_of(hass, entry).id, **RECOGNIZE}
    assert await hass.services.async_call(DOMAIN, "send_event", data, blocking=True) is None
    assert len(sent(cloud, "TextRecognizer.Recognize")) == 1


async def test_an_event_without_an_answer_returns_an_empty_list(
    hass: HomeAssistant, cloud: Emulator, entry: MockConfigEntry
) -> None:
    device_id = device_of(hass, entry).id
    response = await send(hass, device_id, namespace="DeviceControl", name="ReportState")
    assert response == {"directives": []}
    assert len(sent(cloud, "DeviceControl.ReportState")) == 1


async def test_only_administrators_send_events(
    hass: HomeAssistant,
    cloud: Emulator,
    entry: MockConfigEntry,
    hass_admin_user: MockUser,
    hass_read_only_user: MockUser,
) -> None:
    device_id = device_of(hass, entry).id
    with pytest.raises(Unauthorized):
        await send(hass, device_id, context=Context(user_id=hass_read_only_user.id), **RECOGNIZE)
    assert sent(cloud, "TextRecognizer.Recognize") == []
    await send(hass, device_id, context=Context(user_id=hass_admin_user.id), **RECOGNIZE)
    assert len(sent(cloud, "TextRecognizer.Recognize")) == 1


@pytest.mark.parametrize(
    ("data", "part_of_reason"),
    [
        ({"namespace": "Clova", "name": "RenderText"}, "Clova.RenderText"),
        ({"namespace": "Memo", "name": "Created"}, "Memo.Created"),
        ({"namespace": "TextRecognizer", "name": "Recognize"}, "text"),
        (RECOGNIZE | {"payload": {"text": "x", "txet": WORDS}}, "txet"),
        (RECOGNIZE | {"payload": {"text": [WORDS]}}, "text"),
        ({"namespace": "SpeechRecognizer", "name": "Recognize"}, "microphone"),
    ],
)
async def test_an_event_that_the_protocol_has_not_is_refused_with_the_reason(
    hass: HomeAssistant,
    cloud: Emulator,
    entry: MockConfigEntry,
    data: dict[str, Any],
    part_of_reason: str,
) -> None:
    before = len(cloud.requests)
    with pytest.raises(ServiceValidationError) as refused:
        await send(hass, device_of(hass, entry).id, **data)
    assert refused.value.translation_key == "unusable_event"
    assert refused.value.translation_placeholders is not None
    reason = refused.value.translation_placeholders["reason"]
    assert part_of_reason in reason
    assert WORDS not in reason
    text = translation("en", "exceptions.unusable_event.message", reason=reason)
    assert str(refused.value) == text.rstrip(".")
    assert len(cloud.requests) == before


@pytest.mark.parametrize(
    "data",
    [
        {"namespace": "Clova"},
        {"namespace": "Clova", "name": "X", "payload": "text"},
        {"namespace": "Clova", "name": "X", "extra": 1},
    ],
    ids=str,
)
async def test_a_call_with_wrong_fields_is_refused(
    hass: HomeAssistant, entry: MockConfigEntry, data: dict[str, Any]
) -> None:
    with pytest.raises(vol.Invalid):
        await send(hass, device_of(hass, entry).id, **data)


@pytest.mark.parametrize("action", ["send_event", "report_state"])
@pytest.mark.parametrize(
    ("status", "key"), [(500, "server_error"), (403, "rejected")], ids=["500", "403"]
)
async def test_a_failure_is_told_in_plain_words(
    hass: HomeAssistant,
    cloud: Emulator,
    entry: MockConfigEntry,
    action: str,
    status: int,
    key: str,
) -> None:
    data = {"device_id": device_of(hass, entry).id}
    if action == "send_event":
        data |= {"namespace": "DeviceControl", "name": "ReportState"}
    cloud.inject(Fault(FaultKind.EVENT_STATUS, status=status))
    with pytest.raises(HomeAssistantError) as failed:
        await hass.services.async_call(DOMAIN, action, data, blocking=True)
    assert not isinstance(failed.value, ServiceValidationError)
    assert failed.value.translation_domain == DOMAIN
    assert failed.value.translation_key == key
    assert str(status) in str(failed.value)


async def test_the_state_is_reported_by_anybody(
    hass: HomeAssistant, cloud: Emulator, entry: MockConfigEntry, hass_read_only_user: MockUser
) -> None:
    await hass.services.async_call(
        DOMAIN,
        "report_state",
        {"device_id": device_of(hass, entry).id},
        blocking=True,
        context=Context(user_id=hass_read_only_user.id),
    )
    (message,) = sent(cloud, "DeviceControl.ReportState")
    assert message["event"]["payload"] == {}
    assert {
        "namespace": "Device",
        "name": "DeviceState",
    } in [part["header"] for part in message["context"]]


async def refusal(hass: HomeAssistant, device_id: str) -> str | None:
    """Call an action for a device that cannot act and return the key of the reason."""
    with pytest.raises(ServiceValidationError) as refused:
        await hass.services.async_call(
            DOMAIN, "report_state", {"device_id": device_id}, blocking=True
        )
    return refused.value.translation_key


async def test_a_device_that_is_not_clovas_is_refused(
    hass: HomeAssistant, entry: MockConfigEntry, device_registry: dr.DeviceRegistry
) -> None:
    other = MockConfigEntry(domain="lamp")
    other.add_to_hass(hass)
    lamp = device_registry.async_get_or_create(
        config_entry_id=other.entry_id, identifiers={("lamp", "1")}, name="Lamp"
    )
    assert await refusal(hass, lamp.id) == "service_device_wrong_domain"
    assert await refusal(hass, "nowhere") == "service_device_not_found"


async def test_the_actions_outlast_their_entry_and_say_that_it_is_not_there(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    device_id = device_of(hass, entry).id
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert phase(entry) is ConfigEntryState.NOT_LOADED
    assert set(hass.services.async_services_for_domain(DOMAIN)) == {
        "ask",
        "cancel",
        "delete_alert",
        "report_state",
        "request_device_list",
        "send_event",
        "set_setting",
        "snooze",
        "stop_alert",
    }
    assert await refusal(hass, device_id) == "service_config_entry_not_loaded"


async def test_the_descriptions_fit_the_actions(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    described = (await async_get_all_descriptions(hass))[DOMAIN]
    schemas = {
        "ask": _ASK_SCHEMA,
        "cancel": _CANCEL_SCHEMA,
        "delete_alert": _ALERT_SCHEMA,
        "snooze": _SNOOZE_SCHEMA,
        "stop_alert": _ALERT_SCHEMA,
        "send_event": _SEND_EVENT_SCHEMA,
        "report_state": _REPORT_STATE_SCHEMA,
        "request_device_list": _REQUEST_DEVICE_LIST_SCHEMA,
        "set_setting": _SET_SETTING_SCHEMA,
    }
    assert set(described) == set(schemas)
    for name, schema in schemas.items():
        fields = described[name]["fields"]
        assert {key: details.get("required", False) for key, details in fields.items()} == {
            marker.schema: isinstance(marker, vol.Required) for marker in schema.schema
        }
        assert all(details["selector"] for details in fields.values())
    for name in ("ask", "request_device_list", "send_event", "set_setting"):
        assert described[name]["response"] == {"optional": True}
    for name in ("cancel", "report_state"):
        assert "response" not in described[name]


QUESTION = directive(
    "SpeechRecognizer",
    "ExpectSpeech",
    {"expectSpeechId": "q-1", "explicit": True, "timeoutInMilliseconds": 7000},
)


async def ask(
    hass: HomeAssistant, entry: MockConfigEntry, text: str, **data: Any
) -> dict[str, Any]:
    """Call `ask` and return its response."""
    context = data.pop("context", None)
    response = await hass.services.async_call(
        DOMAIN,
        "ask",
        {"device_id": device_of(hass, entry).id, "text": text, **data},
        blocking=True,
        return_response=True,
        context=context,
    )
    assert response is not None
    return response


async def test_a_question_is_answered_with_words_and_what_clova_did(
    hass: HomeAssistant, cloud: Emulator, entry: MockConfigEntry
) -> None:
    link = {"targets": [{"uri": f"https://x.example/{WORDS}", "title": WORDS}]}
    cloud.answer_next(
        Answer(
            [
                directive("Clova", "RenderText", {"text": WORDS}),
                directive("Clova", "LaunchURI", link),
            ]
        )
    )
    assert await ask(hass, entry, "hello") == {
        "text": WORDS,
        "continues": False,
        "directives": [
            {"namespace": "Clova", "name": "RenderText", "payload": {}},
            {"namespace": "Clova", "name": "LaunchURI", "payload": {}},
        ],
    }
    show_content(hass, entry)
    cloud.answer_next(Answer([directive("Clova", "RenderText", {"text": WORDS}), QUESTION]))
    response = await ask(hass, entry, "hello")
    assert response["continues"]
    assert response["directives"][0]["payload"] == {"text": WORDS}


@pytest.mark.cic("CIC-TX-005", "CIC-TX-006")
async def test_a_script_that_asks_again_goes_on_with_the_dialogue(
    hass: HomeAssistant, cloud: Emulator, entry: MockConfigEntry
) -> None:
    script, other = Context(), Context()
    cloud.answer_next(Answer([directive("Clova", "RenderText", {"text": "How long?"}), QUESTION]))
    await ask(hass, entry, "Set a timer", context=script)
    await ask(hass, entry, "ten minutes", context=script)
    cloud.answer_next(Answer([directive("Clova", "RenderText", {"text": "How long?"}), QUESTION]))
    await ask(hass, entry, "Set a timer", context=script)
    await ask(hass, entry, "hello", context=other)
    first, second, third, fourth = (
        message["event"] for message in sent(cloud, "TextRecognizer.Recognize")
    )
    dialogue = "dialogRequestId"
    assert second["header"][dialogue] == first["header"][dialogue]
    assert second["payload"]["speechId"] == "q-1"
    assert fourth["header"][dialogue] != third["header"][dialogue]
    assert "speechId" not in fourth["payload"]


@pytest.mark.parametrize(("language", "chosen"), [("en", {}), ("ko", {"language": "ko"})])
async def test_an_answer_without_words_is_told_in_a_language_that_can_be_chosen(
    hass: HomeAssistant,
    cloud: Emulator,
    entry: MockConfigEntry,
    language: str,
    chosen: dict[str, str],
) -> None:
    cloud.answer_next(Answer([directive("Clova", "Hello")]))
    response = await ask(hass, entry, "hello", **chosen)
    assert response["text"] == translation(language, "common.silent_reply")


async def test_a_question_that_fails_says_why(
    hass: HomeAssistant, cloud: Emulator, entry: MockConfigEntry
) -> None:
    cloud.inject(Fault(FaultKind.EVENT_STATUS, status=500))
    with pytest.raises(HomeAssistantError) as failed:
        await ask(hass, entry, "hello")
    assert failed.value.translation_key == "server_error"
    with pytest.raises(ServiceValidationError) as refused:
        await ask(hass, entry, "  ")
    assert refused.value.translation_key == "unusable_sentence"
    with pytest.raises(vol.Invalid):
        await ask(hass, entry, "hello", language="de")


async def test_what_runs_is_cancelled_in_the_cloud_too(
    hass: HomeAssistant, cloud: Emulator, entry: MockConfigEntry
) -> None:
    cloud.inject(Fault(FaultKind.LATENCY, seconds=60))
    asking = hass.async_create_task(ask(hass, entry, "hello"))
    await cloud.wait_for(lambda: sent(cloud, "TextRecognizer.Recognize"), LIMIT)
    await hass.services.async_call(
        DOMAIN, "cancel", {"device_id": device_of(hass, entry).id}, blocking=True
    )
    with pytest.raises(HomeAssistantError) as ended:
        await asking
    assert ended.value.translation_key == "interrupted"
    (request,) = [r for r in cloud.requests if r.name == "TextRecognizer.Recognize"]
    await cloud.wait_for(lambda: request.reset is not None, LIMIT)


async def test_nothing_to_cancel_is_no_error(
    hass: HomeAssistant, cloud: Emulator, entry: MockConfigEntry
) -> None:
    await hass.services.async_call(
        DOMAIN, "cancel", {"device_id": device_of(hass, entry).id}, blocking=True
    )
    cloud.answer_next(Answer([directive("Clova", "RenderText", {"text": "Here."})]))
    assert (await ask(hass, entry, "hello"))["text"] == "Here."
