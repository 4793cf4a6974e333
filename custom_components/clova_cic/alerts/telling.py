"""Telling automations and people what becomes of alerts."""

import asyncio
from datetime import timedelta
from typing import Any, Final

from homeassistant.components import persistent_notification
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..cic.alerts import Happened, What, moment_of
from ..cic.interfaces.alerts import SetAlert
from ..const import DOMAIN
from ..options import ClovaOptions
from ..phrases import async_phrase
from .shown import alert_data, alert_id, async_type_names, type_of_alert

EVENT_ALERT: Final = "clova_cic_alert"
ATTR_WHAT: Final = "what"

WHATS: Final = [each.value for each in What]

STALE: Final = timedelta(days=1)  # what was missed before that is told to automations only
MAX_NOTES: Final = 16  # notifications that are on their way


class AlertTeller:
    """Fires a bus event for everything, and shows what people would miss otherwise."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any], device_id: str) -> None:
        """Tell of an entry's device; `device_id` is that of the device registry."""
        self._hass = hass
        self._entry = entry
        self._device_id = device_id
        self._notes: set[asyncio.Task[None]] = set()

    @callback
    def async_hear(self, news: Happened | None) -> None:
        """Tell what happened to an alert."""
        if news is None or self._hass.is_stopping:
            return
        data = alert_data(self._hass, self._entry, news.alert)
        self._hass.bus.async_fire(
            EVENT_ALERT, {"device_id": self._device_id, ATTR_WHAT: news.what.value, **data}
        )
        if self._is_worth_a_note(news) and len(self._notes) < MAX_NOTES:
            note = self._entry.async_create_background_task(
                self._hass, self._async_note(news), f"{DOMAIN} alert note"
            )
            self._notes.add(note)
            note.add_done_callback(self._notes.discard)

    def _is_worth_a_note(self, news: Happened) -> bool:
        """Tell whether people have to read it: a reminder's text (CIC-AL-024), what they missed."""
        if news.what is What.RINGING:
            return news.alert.type == "REMINDER" and bool(news.alert.label)
        due = moment_of(news.alert.scheduled_time)
        return news.what is What.MISSED and due is not None and dt_util.utcnow() - due < STALE

    async def _async_note(self, news: Happened) -> None:
        alert = news.alert
        language = ClovaOptions.of(self._hass, self._entry).language
        names = await async_type_names(self._hass, language)
        if news.what is What.RINGING:
            title, text = names[type_of_alert(alert)], alert.label or ""
        else:
            title = await async_phrase(
                self._hass, language, "alert_missed_title", device=self._entry.title
            )
            name = names[type_of_alert(alert)]
            text = await async_phrase(
                self._hass, language, "alert_missed", alert=name, time=_clock_of(alert)
            )
            text = f"{text}\n\n{alert.label}" if alert.label else text
        persistent_notification.async_create(
            self._hass, text, title=title, notification_id=f"{DOMAIN}_alert_{alert_id(alert)}"
        )


def _clock_of(alert: SetAlert) -> str:
    """Return the time of day at home."""
    due = moment_of(alert.scheduled_time)
    return "" if due is None else f"{dt_util.as_local(due):%H:%M}"
