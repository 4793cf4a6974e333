"""What the tests of bad input share: one Home Assistant that is sent directives by the hundred."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
import logging
import re
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, HomeAssistant, callback
import orjson
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.clova_cic.announcing import EVENT_DIRECTIVE
from custom_components.clova_cic.cic import CicClient
from custom_components.clova_cic.cic.disclosure import MAX_BYTES
from custom_components.clova_cic.cic.dispatch import MAX_TOLD
from custom_components.clova_cic.cic.interfaces.message import DIRECTIVES
from emulator import Answer, Emulator, directive
from tests.bad_input import HANGUL, SECRET, Sent
from tests.ha import ask, coordinator_of, speech, until_told

PACKAGE: Final = "custom_components.clova_cic"
ENTITY: Final = "event.clova_directive"

# Fewer than the directives that are handled at once: so they are told in the order of sending.
BATCH: Final = 50


# What is there to show what CLOVA sent: a title, a voice's name. Nothing else of these entities.
DISPLAYS: Final = {
    "media_player.clova": {
        "app_name",
        "media_album_name",
        "media_artist",
        "media_playlist",
        "media_title",
    },
    "select.clova_voice": {"friendly_name", "options", "state"},
    "sensor.clova_extension": {"state"},  # whatever CLOVA calls it
}

# What a person is told though the directive fits: what it asks for cannot be, or it says so itself.
HONEST: Final = re.compile(
    r"CLOVA: ("
    r"\w+ of (\w+|something that is not known) failed: |"
    r"a part of the speech is left out: |"
    r"pairing could not be ended: |"
    r"CLOVA reports error [\w-]+: )"
)


@dataclass(slots=True)
class Home:
    """Home Assistant with one device, and what was told there."""

    hass: HomeAssistant
    emulator: Emulator
    entry: ConfigEntry[Any]
    caplog: pytest.LogCaptureFixture
    told: list[Event[Any]]  # on the bus
    event_types: list[str | None]  # of the event entity

    @classmethod
    def of(
        cls,
        hass: HomeAssistant,
        emulator: Emulator,
        entry: ConfigEntry[Any],
        caplog: pytest.LogCaptureFixture,
    ) -> Home:
        """Begin to listen."""
        caplog.set_level(logging.DEBUG, PACKAGE)
        caplog.clear()
        types: list[str | None] = []

        @callback
        def note(event: Event[Any]) -> None:
            if event.data["entity_id"] == ENTITY:
                types.append(event.data["new_state"].attributes.get("event_type"))

        hass.bus.async_listen(EVENT_STATE_CHANGED, note)
        told = async_capture_events(hass, EVENT_DIRECTIVE)
        return cls(hass, emulator, entry, caplog, told, types)

    @property
    def client(self) -> CicClient:
        """The device's client."""
        return coordinator_of(self.entry).client

    def acts_on(self, name: str) -> bool:
        """Whether anything in Home Assistant is made for a directive."""
        known = DIRECTIVES.get(name)
        methods = coordinator_of(self.entry).dispatcher._methods
        return known is not None and known.payload in methods

    def push(self, *parts: Sent | bytes) -> None:
        """Push parts as they are, at once; the emulator takes notice of what is answered."""
        for each in parts:
            if isinstance(each, Sent):
                self.note(each)
        ((_, channel),) = self.emulator._core.clients.channels
        channel.push([each.part if isinstance(each, Sent) else each for each in parts])
        channel.connection.flush()

    def note(self, directive: Sent) -> None:
        """Have the emulator take notice of what goes out as it is, if it is answered."""
        if directive.fits or directive.name.startswith("DeviceControl."):
            ((client, _),) = self.emulator._core.clients.channels
            self.emulator._service.sent(client, orjson.loads(directive.body))

    async def push_all(self, directives: Iterable[Sent], *, batch: int = BATCH) -> None:
        """Push directives, batch by batch, and check what is told of each."""
        for some in batched(directives, batch, strict=False):
            before = len(self.told)
            self.push(*some)
            await self.until_told(some, before)

    async def until_told(self, directives: Sequence[Sent], before: int) -> None:
        """Return once these are told after the first `before` ones.

        Handled are those that fit and are of use here. What the device asks for thereupon is answered
        in between: so only of a name that is no answer can it be said in which order it is told.
        """
        wanted = [(each.name, each.fits and self.acts_on(each.name)) for each in directives]
        await until_told(self.hass, self.told, before + len(directives))
        while Counter(wanted) - Counter(names_of(self.told[before:])):
            await until_told(self.hass, self.told, len(self.told) + 1)
        told = names_of(self.told[before:])
        answers = Counter(told) - Counter(wanted)
        assert all(handled is self.acts_on(name) for name, handled in answers)
        names = {name for name, _ in wanted} - {name for name, _ in answers}
        for name in names:
            assert [one for one in told if one[0] == name] == [
                one for one in wanted if one[0] == name
            ]

    def check_log(self, directives: Iterable[Sent], *, unreadable: Iterable[str] = ()) -> None:
        """Each kind of misfit was logged once, nothing failed, and nothing that was sent is there."""
        records = self.caplog.records
        assert not [each for each in records if each.levelno >= logging.ERROR or each.exc_info]
        ours = [each for each in records if each.name.startswith(PACKAGE)]
        for text in (SECRET, HANGUL):
            assert not [each for each in ours if text in each.getMessage()]
        warnings = [each.getMessage() for each in ours if each.levelno >= logging.WARNING]
        lines = [each for each in warnings if not HONEST.match(each)]
        expected = {each.complaint for each in directives} - {None}
        expected |= {
            f"CLOVA sent something unreadable, which is left out: {flaw}" for flaw in unreadable
        }
        assert Counter(lines) == Counter(expected)
        # The log is told of so many kinds at most; here of each.
        assert len(coordinator_of(self.entry).dispatcher._told) < MAX_TOLD

    def check_shown(self, *, content: bool) -> None:
        """What automations see is small; without `content` it holds nothing of what was sent."""
        assert self.told
        assert max(len(orjson.dumps(event.data["payload"])) for event in self.told) <= MAX_BYTES
        shown = [
            str(value)
            for state in self.hass.states.async_all()
            for key, value in {**state.as_dict(), **state.attributes, "attributes": None}.items()
            if key not in DISPLAYS.get(state.entity_id, ())
        ]
        shown += [str(event.data["payload"]) for event in self.told]
        personal = [each for each in shown if SECRET in each or HANGUL in each]
        assert bool(personal) is content

    async def check_alive(self, dropped: Mapping[str, int] | None = None) -> None:
        """The same connection still answers questions, and no handler has failed."""
        stats = self.client.stats
        assert self.hass.is_running
        assert self.client.ready
        assert (stats.losses, stats.handler_failures) == (0, 0)
        assert stats.dropped == (dropped or {})
        assert (self.emulator.connections_made, self.emulator.downchannels_open) == (1, 1)
        text = directive("Clova", "RenderText", {"text": "Still here."})
        self.emulator.answer_next(Answer([text], to="TextRecognizer.Recognize"))
        assert speech(await ask(self.hass, "Are you there?")) == "Still here."


def names_of(told: Iterable[Event[Any]]) -> list[tuple[str, bool]]:
    """The directives that were told, and whether they are handled."""
    return [(f"{e.data['namespace']}.{e.data['name']}", e.data["handled"]) for e in told]
