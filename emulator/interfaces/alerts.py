"""Alerts: the server decides, the device reports (alerts.md, flows/alerts.md)."""

from typing import Final

from ..answers import Answer, Part
from ..assistant.language import Language
from ..event import IncomingEvent
from ..messages import Json, directive
from . import screens
from .alert_book import Alert, key_of
from .reply import reply_parts
from .service import Handler, Service
from .situations import listed
from .speech import speak_parts

_SET: Final = {
    Language.EN: {
        "ACTIONTIMER": "All right, I will do that then.",
        "ALARM": "Your alarm is set.",
        "REMINDER": "All right, I will remind you.",
        "TIMER": "Your timer is set.",
    },
    Language.JA: {
        "ACTIONTIMER": "はい、その時間に実行します。",
        "ALARM": "アラームをセットしました。",
        "REMINDER": "はい、お知らせします。",
        "TIMER": "タイマーをセットしました。",
    },
    Language.KO: {
        "ACTIONTIMER": "네, 그때 실행할게요.",
        "ALARM": "알람을 맞췄어요.",
        "REMINDER": "네, 알려드릴게요.",
        "TIMER": "타이머를 맞췄어요.",
    },
}
_FAILED: Final = {
    Language.EN: "It could not be set.",
    Language.JA: "セットできませんでした。",
    Language.KO: "설정하지 못했어요.",
}


def handlers(service: Service) -> dict[str, Handler]:
    """The events of this interface.

    What answers a button or the end of ringing comes over the downchannel (CIC-AL-050).
    """
    alerts = _Alerts(service)
    return {
        "Alerts.AlertStarted": _nothing,
        "Alerts.AlertStopped": alerts.stopped,
        "Alerts.DeleteAlertFailed": alerts.not_deleted,
        "Alerts.DeleteAlertSucceeded": alerts.deleted,
        "Alerts.RequestAlertStop": alerts.stop,
        "Alerts.RequestDeleteAlert": alerts.delete,
        "Alerts.RequestSynchronizeAlert": alerts.synchronize,
        "Alerts.SetAlertFailed": alerts.failed,
        "Alerts.SetAlertSucceeded": alerts.succeeded,
    }


def _nothing(_: IncomingEvent) -> None:
    """204."""


class _Alerts:
    """Handlers of one event each."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def synchronize(self, event: IncomingEvent) -> Answer:
        """Every alert that the device must have."""
        alerts = [each.payload for each in self._service.alerts.of(event.client).alerts]
        return Answer([directive("Alerts", "SynchronizeAlert", {"allAlerts": alerts})])

    def succeeded(self, event: IncomingEvent) -> Answer | None:
        """It counts from now on: said and shown."""
        alert = self._service.alerts.of(event.client).set_succeeded(key_of(event.payload))
        if alert is None or alert.renewed:
            return None
        language = self._service.assistant.language_of(event.client.number)
        words = alert.words or _SET[language].get(alert.type, _SET[language]["ALARM"])
        template = directive("Clova", "RenderTemplate", screens.alert(alert, words))
        return Answer([*self._speech(words, language), template])

    def failed(self, event: IncomingEvent) -> Answer | None:
        """Said; a former version stays."""
        alert = self._service.alerts.of(event.client).set_failed(key_of(event.payload))
        if alert is None:
            return None
        language = self._service.assistant.language_of(event.client.number)
        return Answer(self._speech(_FAILED[language], language))

    def stop(self, event: IncomingEvent) -> None:
        """The user has pressed stop."""
        self._push(event, "StopAlert", _name(event))

    def delete(self, event: IncomingEvent) -> None:
        """The user has pressed delete."""
        self._push(event, "DeleteAlert", _name(event))

    def deleted(self, event: IncomingEvent) -> None:
        """It counts no more."""
        self._service.alerts.of(event.client).deleted(key_of(event.payload))

    def not_deleted(self, event: IncomingEvent) -> None:
        """It counts as long as the device has it."""
        book = self._service.alerts.of(event.client)
        if _has(event):
            book.not_deleted(key_of(event.payload))
        else:
            book.deleted(key_of(event.payload))

    def stopped(self, event: IncomingEvent) -> None:
        """It has rung: deleted, or set for the next time (CIC-AL-044); its action is done.

        Not deleted again while another order about it is on its way (CIC-AL-110, CIC-AL-131).
        """
        book, key = self._service.alerts.of(event.client), key_of(event.payload)
        if book.is_offered(key) or book.is_leaving(key):
            return
        alert = book.find(key)
        later = None if alert is None else alert.next_after(self._service.now())
        if later is not None:
            book.offer(later)
            self._push(event, "SetAlert", later.payload)
        elif alert is not None or _has(event):
            self._push(event, "DeleteAlert", _name(event))
        if alert is not None and alert.type == "ACTIONTIMER":
            self._act(event, alert)

    def _act(self, event: IncomingEvent, alert: Alert) -> None:
        """The label of an action timer is what the user wants done."""
        if label := alert.payload.get("label"):
            self._service.push(event.client, *reply_parts(self._service, event, str(label)))

    def _push(self, event: IncomingEvent, name: str, payload: Json) -> None:
        self._service.push(event.client, directive("Alerts", name, payload))

    def _speech(self, words: str, language: Language) -> list[Part]:
        return speak_parts(words, str(language)) if self._service.config.voice else []


def _name(event: IncomingEvent) -> Json:
    return {key: event.payload.get(key) for key in ("token", "type")}


def _has(event: IncomingEvent) -> bool:
    """Whether the device says that it has the alert; it is believed if it says nothing."""
    state = event.states.get("Alerts.AlertsState")
    return state is None or key_of(event.payload) in map(key_of, listed(state, "allAlerts"))
