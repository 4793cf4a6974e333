"""A player, a speaker that obeys at once, and the emulator's judgement of each event."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from custom_components.clova_cic.cic.interfaces.message import context_of, event_of, read_directive
from custom_components.clova_cic.cic.messages import Directive, Event
from custom_components.clova_cic.cic.playback import (
    AskFocus,
    Effect,
    FocusGained,
    GaveUp,
    ItemChanged,
    LeaveFocus,
    PauseSound,
    Player,
    PlayerChanged,
    QueueChanged,
    ResumeSound,
    SeekSound,
    SendEvent,
    Started,
    StartSound,
    StopSound,
    Tick,
    WakeAt,
)
from emulator.checks import order, payload, playback
from emulator.clients import ChannelGate, Client
from emulator.event import IncomingEvent

Json = dict[str, Any]
NOON = 1000.0  # seconds of the clock at the beginning; any number does
MAX_TICKS = 5000  # of one call; a player that wants more of them runs hot
PLAIN: dict[type, str] = {
    AskFocus: "ask",
    LeaveFocus: "leave",
    PauseSound: "pause",
    ResumeSound: "resume",
    StopSound: "stop",
}
CHECKS = (*playback.CHECKS, *payload.CHECKS, order.expected)


def stream(token: str, *, ready: bool = True, **changes: Any) -> Json:
    """A stream as Play has it; one that is not ready has to be asked for."""
    url = f"https://media.example/{token}" if ready else f"clova:{token}"
    found = {"token": token, "url": url, "urlPlayable": ready, "beginAtInMilliseconds": 0}
    return found | changes


def schedule(
    delay: float | None = None, interval: float | None = None, position: float | None = None
) -> Json:
    """A progress report schedule, in milliseconds."""
    return {
        "progressReportDelayInMilliseconds": delay,
        "progressReportIntervalInMilliseconds": interval,
        "progressReportPositionInMilliseconds": position,
    }


class Judge:
    """What the strict emulator says of events, given what it has sent."""

    def __init__(self) -> None:
        """Nothing was sent."""
        self.client = Client(1, ChannelGate(1.0, 5))

    def sent(self, directive: Directive) -> None:
        """A directive left the cloud."""
        history = self.client.history.playback
        history.sent(directive.qualified_name, dict(directive.payload))

    def judge(self, event: Event, state: Mapping[str, Any]) -> list[str]:
        """Return what is wrong with an event that has this PlaybackState."""
        message = {
            "context": [state],
            "event": {
                "header": {"namespace": event.namespace, "name": event.name},
                "payload": dict(event.payload),
            },
        }
        nothing: Any = None
        incoming = IncomingEvent(
            request=nothing,
            connection=nothing,
            client=self.client,
            message=message,
            parts=[],
            boundary="",
            arrived_at=0.0,
        )
        found = [f"{each.rule} {each.text}" for check in CHECKS for each in check(incoming)]
        self.client.history.playback.reported(incoming.name, incoming.payload)
        return found


class Deck:
    """Feeds a player, and grants it audio focus at once unless told otherwise."""

    def __init__(self, *, grants: bool = True, judged: bool = True) -> None:
        """Make a player; `judged` off is for what the emulator would not send."""
        self.player = Player()
        self.now = NOON
        self.grants = grants
        self.effects: list[Effect] = []
        self.wake: float | None = None
        self._judge = Judge() if judged else None
        self.sound = 0  # the latest

    # In

    def told(self, name: str, **fields: Any) -> list[str]:
        """CLOVA sends a directive."""
        namespace, _, short = name.partition(".")
        directive = Directive(namespace=namespace, name=short, payload=fields)
        if self._judge:
            self._judge.sent(directive)
        return self.fed(read_directive(directive))

    def play(
        self, token: str, behavior: str = "REPLACE_ALL", *, item: str | None = None, **changes: Any
    ) -> list[str]:
        """CLOVA sends Play."""
        audio = {"audioItemId": item or f"i-{token}", "stream": stream(token, **changes)}
        source = {"name": "Example Radio"}
        return self.told("AudioPlayer.Play", playBehavior=behavior, audioItem=audio, source=source)

    def deliver(self, token: str, *, item: str | None = None, **changes: Any) -> list[str]:
        """CLOVA answers StreamRequested."""
        found: Json = {"token": token, "urlPlayable": True}
        found |= {"url": f"https://media.example/{token}/delivered"} | changes
        return self.told(
            "AudioPlayer.StreamDeliver", audioItemId=item or f"i-{token}", audioStream=found
        )

    def fed(self, news: object) -> list[str]:
        """Something happens; return what the speaker and CLOVA see of it."""
        effects = self.player.feed(self.now, news)
        seen = self._done(effects)
        if AskFocus() in effects and self.grants:
            seen += self.fed(FocusGained())
        return seen

    def started(self, position: float | None = None) -> list[str]:
        """The latest sound is heard."""
        return self.fed(Started(self.sound, position))

    def playing(self, token: str, behavior: str = "REPLACE_ALL", **changes: Any) -> None:
        """A stream plays."""
        self.play(token, behavior, **changes)
        self.started()

    def passes(self, seconds: float) -> list[str]:
        """Time goes by; each Tick comes when it was asked for."""
        until = self.now + seconds
        seen: list[str] = []
        for _ in range(MAX_TICKS):
            if self.wake is None or self.wake > until:
                self.now = until
                return seen
            self.now, self.wake = max(self.now, self.wake), None
            seen += self.fed(Tick())
        raise AssertionError("a player that never rests")

    # Out

    def state(self) -> Json:
        """PlaybackState on the wire."""
        return dict(context_of(self.player.state(self.now)).payload)

    @property
    def activity(self) -> str:
        """What it does."""
        return self.player.state(self.now).player_activity

    @property
    def events(self) -> list[SendEvent]:
        """All events so far."""
        return [each for each in self.effects if isinstance(each, SendEvent)]

    def payloads(self, short: str) -> list[Json]:
        """The payloads of all events of this name, as on the wire."""
        found = [event_of(each.event) for each in self.events]
        return [dict(each.payload) for each in found if each.name == short]

    def changes(self) -> list[Effect]:
        """What entities were told."""
        kinds = (ItemChanged, PlayerChanged, QueueChanged)
        return [each for each in self.effects if isinstance(each, kinds)]

    def _done(self, effects: Sequence[Effect]) -> list[str]:
        self.effects += effects
        seen = []
        for each in effects:
            if isinstance(each, WakeAt):
                self.wake = each.at
            elif text := self._seen(each):
                seen.append(text)
        return seen

    def _seen(self, effect: Effect) -> str:
        if isinstance(effect, StartSound):
            self.sound = effect.sound
        match effect:
            case SendEvent():
                return self._sent(effect)
            case StartSound():
                return f"start {effect.stream.token} {effect.offset}"
            case SeekSound():
                return f"seek {effect.position}"
            case GaveUp():
                return f"gave up {effect.entry.token}"
            case AskFocus() | LeaveFocus() if self.grants:
                return ""
        return PLAIN.get(type(effect), "")

    def _sent(self, effect: SendEvent) -> str:
        event = event_of(effect.event)
        if self._judge:
            found = self._judge.judge(event, context_of(effect.state).to_dict())
            assert not found, found
        payload = cast("Json", event.payload)
        about = payload.get("token", payload.get("audioItemId", ""))
        offset = payload.get("offsetInMilliseconds", "")
        return " ".join(f"{event.name} {about} {offset}".split())
