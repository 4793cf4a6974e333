"""The actions of the integration: asking, cancelling, an event of one's own, reporting the state."""

from collections.abc import Iterable
from typing import Any, Final

from homeassistant.const import ATTR_DEVICE_ID, CONF_NAME
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_register_admin_service
import voluptuous as vol

from .alerts.actions import async_setup_alert_actions
from .announcing import announcement_of, device_namer
from .called_device import coordinator_of
from .cic import CicError, Directive, Event, UsageError, build_event
from .cic.interfaces.device_control import RequestDeviceList, RequestStateSynchronization
from .cic.interfaces.message import event_of
from .const import DOMAIN
from .coordinator import ClovaCoordinator
from .options import ClovaOptions
from .phrases import LANGUAGES
from .speech.answering import async_answer_text
from .speech.asking import async_ask, failure_of

ACTION_ASK: Final = "ask"
ACTION_CANCEL: Final = "cancel"
ACTION_SEND_EVENT: Final = "send_event"
ACTION_REPORT_STATE: Final = "report_state"
ACTION_REQUEST_DEVICE_LIST: Final = "request_device_list"

ATTR_TEXT: Final = "text"
ATTR_LANGUAGE: Final = "language"
ATTR_NAMESPACE: Final = "namespace"
ATTR_PAYLOAD: Final = "payload"
ATTR_DIALOGUE_ID: Final = "dialogue_id"
ATTR_STATES: Final = "states"

_ASK_SCHEMA: Final = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Required(ATTR_TEXT): cv.string,
        vol.Optional(ATTR_LANGUAGE): vol.In(LANGUAGES),
    }
)
_CANCEL_SCHEMA: Final = vol.Schema({vol.Required(ATTR_DEVICE_ID): cv.string})
_REPORT_STATE_SCHEMA: Final = vol.Schema({vol.Required(ATTR_DEVICE_ID): cv.string})
_REQUEST_DEVICE_LIST_SCHEMA: Final = vol.Schema(
    {vol.Required(ATTR_DEVICE_ID): cv.string, vol.Optional(ATTR_STATES, default=False): cv.boolean}
)
_SEND_EVENT_SCHEMA: Final = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Required(ATTR_NAMESPACE): cv.string,
        vol.Required(CONF_NAME): cv.string,
        vol.Optional(ATTR_PAYLOAD, default=dict): dict,
        vol.Optional(ATTR_DIALOGUE_ID): cv.string,
    }
)


@callback
def async_setup_actions(hass: HomeAssistant) -> None:
    """Register the actions; each finds its entry when it is called."""
    async_setup_alert_actions(hass)
    async_register_admin_service(
        hass,
        DOMAIN,
        ACTION_SEND_EVENT,
        _async_send_event,
        schema=_SEND_EVENT_SCHEMA,
        supports_response=SupportsResponse.OPTIONAL,
    )
    hass.services.async_register(
        DOMAIN, ACTION_REPORT_STATE, _async_report_state, schema=_REPORT_STATE_SCHEMA
    )
    hass.services.async_register(
        DOMAIN,
        ACTION_REQUEST_DEVICE_LIST,
        _async_request_device_list,
        schema=_REQUEST_DEVICE_LIST_SCHEMA,
        supports_response=SupportsResponse.OPTIONAL,
    )
    hass.services.async_register(
        DOMAIN,
        ACTION_ASK,
        _async_ask,
        schema=_ASK_SCHEMA,
        supports_response=SupportsResponse.OPTIONAL,
    )
    hass.services.async_register(DOMAIN, ACTION_CANCEL, _async_cancel, schema=_CANCEL_SCHEMA)


async def _async_ask(call: ServiceCall) -> ServiceResponse:
    """Ask in words; return the answer's words and what CLOVA sent, none of it spoken.

    A script that asks again goes on with the same dialogue.
    """
    coordinator = coordinator_of(call)
    options = ClovaOptions.of(call.hass, coordinator.config_entry)
    reply = await async_ask(coordinator, call.data[ATTR_TEXT], conversation=call.context.id)
    language = call.data.get(ATTR_LANGUAGE, options.language)
    return {
        "text": await async_answer_text(call.hass, reply, language),
        "continues": reply.continues,
        "directives": [*_shown(coordinator, reply.directives)],
    }


async def _async_cancel(call: ServiceCall) -> None:
    """End what the device is asked, answers or says."""
    coordinator = coordinator_of(call)
    coordinator.client.cancel()
    coordinator.voice.silence()


async def _async_send_event(call: ServiceCall) -> ServiceResponse:
    """Send any event, and return the directives that answer it."""
    coordinator = coordinator_of(call)
    try:
        event = build_event(
            call.data[ATTR_NAMESPACE],
            call.data[CONF_NAME],
            call.data[ATTR_PAYLOAD],
            dialogue_id=call.data.get(ATTR_DIALOGUE_ID),
        )
    except UsageError as err:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="unusable_event",
            translation_placeholders={"reason": str(err)},
        ) from err
    directives = await _async_send(coordinator, event)
    return {"directives": [*_shown(coordinator, directives)]}


async def _async_report_state(call: ServiceCall) -> None:
    """Tell CLOVA the state of the device; it goes along in the event's context."""
    await _async_send(coordinator_of(call), build_event("DeviceControl", "ReportState", {}))


async def _async_request_device_list(call: ServiceCall) -> ServiceResponse:
    """Return the devices of the account; on request, have the others tell their states as events."""
    coordinator = coordinator_of(call)
    directives = await _async_send(coordinator, event_of(RequestDeviceList()))
    if call.data[ATTR_STATES]:
        await _async_send(coordinator, event_of(RequestStateSynchronization()))
    lists = (each["payload"].get("deviceList", []) for each in _shown(coordinator, directives))
    return {"devices": [device for listed in lists for device in listed]}


async def _async_send(coordinator: ClovaCoordinator, event: Event) -> tuple[Directive, ...]:
    """Send; raises HomeAssistantError with the reason if that fails."""
    try:
        directives = await coordinator.client.send(event)
    except CicError as err:
        raise failure_of(coordinator, err) from err
    if event.begins_dialogue:
        coordinator.voice.reports.cut_off()  # CIC-SS-014
    return directives


def _shown(
    coordinator: ClovaCoordinator, directives: Iterable[Directive]
) -> Iterable[dict[str, Any]]:
    """Return the directives as automations may see them: by the option, like everywhere else."""
    entry = coordinator.config_entry
    options = ClovaOptions.of(coordinator.hass, entry)
    for directive in directives:
        shown = announcement_of(
            directive,
            coordinator.dispatcher.find(directive).payload,
            handled=False,
            shows_content=options.shows_content,
            name_device=device_namer(entry),
        )
        yield {"namespace": shown.namespace, "name": shown.name, "payload": shown.payload}
