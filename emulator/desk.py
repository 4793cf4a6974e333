"""What a CIC server is told to do: send directives, answer, understand, go wrong."""

from collections.abc import Mapping, Sequence
from typing import Any, overload

from . import interfaces
from .answers import Answer, Part
from .clients import Clients
from .config import EmulatorConfig
from .core import Core
from .faults import Fault, Place
from .interfaces.acting_notebook import read_notices
from .interfaces.alert_book import Alert
from .interfaces.delegations import Delegated
from .interfaces.service import device_id_of
from .messages import completed, directive
from .music import Music
from .music.catalogue import found
from .orders import carry_out_now
from .samples import attachments as attachments_of, sample
from .samples.notifier import CHIME


class Desk:
    """Where orders for a CIC server are given. All belongs into the server's event loop."""

    def __init__(self, config: EmulatorConfig | None = None) -> None:
        self.config = config or EmulatorConfig()
        clients = Clients(self.config.quick_succession, self.config.channel_burst)
        self._service = interfaces.Service(self.config, clients)
        self._core = Core(self._service, interfaces.build(self._service))
        self._service.music.fetches.notify = self._core.recorder.notify

    @overload
    def push(
        self,
        directive: Mapping[str, Any],
        /,
        *,
        dialogue_id: str | None = None,
        attachments: Sequence[Part] = (),
    ) -> int: ...
    @overload
    def push(
        self,
        namespace: str,
        /,
        name: str,
        payload: Mapping[str, Any] | None = None,
        *,
        dialogue_id: str | None = None,
        attachments: Sequence[Part] = (),
    ) -> int: ...
    def push(
        self,
        what: Mapping[str, Any] | str,
        /,
        name: str = "",
        payload: Mapping[str, Any] | None = None,
        *,
        dialogue_id: str | None = None,
        attachments: Sequence[Part] = (),
    ) -> int:
        """Send a directive on every open downchannel; tells how many there are.

        Either a whole message (a missing `messageId` is filled in), or namespace, name, payload.
        """
        if isinstance(what, str):
            message = directive(what, name, payload, dialogue_id=dialogue_id)
        else:
            message = completed(what, dialogue_id)
        channels = self._core.clients.channels
        for client, channel in channels:
            self._service.sent(client, message)
            channel.push([message, *attachments])
            channel.connection.flush()
        return len(channels)

    def push_sample(
        self,
        name: str,
        overrides: Mapping[str, Any] | None = None,
        *,
        dialogue_id: str | None = None,
    ) -> int:
        """Send the sample of a directive, with some keys replaced, on every open downchannel.

        `name` as in samples.NAMES or samples.VARIANTS; tells how many downchannels there are;
        raises KeyError.
        """
        payload = sample(name) | dict(overrides or {})
        namespace, _, short = name.partition(":")[0].partition(".")
        return self.push(
            namespace,
            short,
            payload,
            dialogue_id=dialogue_id,
            attachments=attachments_of(payload),
        )

    def set_alert(self, payload: Mapping[str, Any], *, repeat: str = "") -> int:
        """Send SetAlert on every open downchannel; tells how many there are.

        `repeat`: empty, `daily` or `weekly`; the next occurrence is sent when it has rung.
        """
        for client, _ in self._core.clients.channels:
            self._service.alerts.of(client).offer(Alert(dict(payload), repeat))
        return self.push("Alerts", "SetAlert", payload)

    @property
    def alerts(self) -> list[dict[str, Any]]:
        """The alerts that count, of all devices, each as in SetAlert."""
        return [alert.payload for _, book in self._service.alerts for alert in book.alerts]

    def delegate(self, what: Delegated) -> str | None:
        """Give every device a request that was made elsewhere, by HandleDelegatedEvent.

        It is answered to ProcessDelegatedEvent: with the assistant's reply to the sentence, or
        with the parts. Gives the delegation id; None: no downchannel is open.
        """
        if not self._core.clients.channels:
            return None
        delegation_id = self._service.delegations.book(what)
        self.push("Clova", "HandleDelegatedEvent", {"delegationId": delegation_id})
        return delegation_id

    def hear_next(self, *sentences: str) -> None:
        """Understand the next spoken requests as these, in order."""
        for sentence in sentences:
            self._service.transcripts.add(sentence)

    @property
    def transcripts_pending(self) -> list[str]:
        """Sentences that no speech was understood as yet."""
        return self._service.transcripts.waiting

    @property
    def delegations_pending(self) -> int:
        """How many delegated requests no device has fetched."""
        return self._service.delegations.pending

    @property
    def reported_settings(self) -> list[dict[str, Any]]:
        """The latest configuration of each device that has sent Settings.Report."""
        return [dict(kept) for _, kept in self._service.configurations if kept]

    def notify(self, text: str, *, at_once: bool = False) -> int:
        """Tell the account something, which is unread until somebody asks for it or reads it.

        `at_once`: by Notify, else by SetIndicator; on every open downchannel. Tells how many.
        """
        self._service.notebook.notices.append(text)
        return self.push_sample(
            "Notifier.Notify" if at_once else "Notifier.SetIndicator",
            {"assets": CHIME, "assetPlayOrder": [each["assetId"] for each in CHIME]},
        )

    def read_notices(self) -> int:
        """Read on another device what is unread; tells how much that was."""
        return read_notices(self._service)

    def change_settings(self, configuration: Mapping[str, str]) -> int:
        """Change settings in the app, on every open downchannel; tells how many there are."""
        return self.push("Settings", "Update", {"configuration": dict(configuration)})

    def offer_voices(self, voices: Mapping[str, str]) -> None:
        """Offer these, names by key, to whoever asks from now on; the first is the default."""
        self._service.voices = dict(voices)

    @property
    def music(self) -> Music:
        """What there is to play, and who fetched it."""
        return self._service.music

    def play(self, what: str, *, device: str | None = None, playable: bool = False) -> int:
        """Play a track (its token) or a station (its key) on every device that can be reached.

        `device`: only on the one that is called so. `playable`: the address comes at once, and is
        good for ever. Tells how many devices there were; raises KeyError.
        """
        tracks, service = found(what), self._service
        clients = [each for each in service.reachable if device in {None, device_id_of(each)}]
        for client in clients:
            service.push(client, *service.library_for(client).plays(tracks, playable=playable))
        return len(clients)

    def push_raw(self, data: bytes) -> int:
        """Send bytes as they are on every open downchannel; tells how many there are."""
        channels = self._core.clients.channels
        for _, channel in channels:
            channel.push_raw(data)
            channel.connection.flush()
        return len(channels)

    def answer_next(self, *answers: Answer) -> None:
        """Answer the next events with these, in order (each: the next event it is meant for)."""
        self._core.scripted += answers

    def forget_answers(self) -> int:
        """Forget the scripted answers that nothing has asked for; tells how many there were."""
        count = len(self._core.scripted)
        self._core.scripted.clear()
        return count

    @property
    def answers_pending(self) -> int:
        """How many scripted answers are not used yet."""
        return len(self._core.scripted)

    def inject(self, fault: Fault) -> None:
        """Order a fault. One of place `now` is carried out at once on what is open."""
        self._core.faults.add(fault)
        if fault.place is Place.NOW:
            for _, channel in self._core.clients.channels:
                carry_out_now(self._core, channel)
        self._core.recorder.notify()

    def lift_faults(self) -> int:
        """Forget the faults that are still to happen; tells how many."""
        return self._core.faults.clear()

    def pending_faults(self) -> tuple[Fault, ...]:
        """The faults that are still to happen."""
        return self._core.faults.pending
