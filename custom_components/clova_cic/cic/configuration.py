"""The settings that a device and the CLOVA app share, and the voices to choose from. No wire, no disk."""

from collections.abc import Mapping
from dataclasses import dataclass
import re
from typing import Final

from .errors import UsageError
from .interfaces.payload import Json
from .interfaces.settings import VoiceType

MAX_SETTINGS: Final = 64  # beside the voice; keys are agreed with the vendor, a handful each
MAX_KEY: Final = 100  # characters
MAX_VALUE: Final = 1000
MAX_VOICES: Final = 100

_VERSION: Final = re.compile(r"\d+(?:\.\d+)*")
_STAMP: Final = re.compile(r"\d{14}")  # YYYYMMDDhhmmss


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceMenu:
    """What CLOVA offers (CIC-SE-040)."""

    voices: Mapping[str, str]
    """Labels by key, in CLOVA's order; no label is empty, none is there twice."""
    title: str | None = None
    """What CLOVA calls the choice."""
    default: str | None = None
    """The key that counts until somebody chooses; one of `voices`."""

    @classmethod
    def of(cls, offered: VoiceType) -> VoiceMenu | None:
        """Read an offer; None if there is nothing to choose."""
        default = offered.default
        listed = (offered.list or ())[:MAX_VOICES]
        keys = {each.key for each in listed}
        if default is not None and default.key not in keys:
            listed = (*listed, default)
        labels: dict[str, str] = {}
        for voice in listed:
            label = voice.name or voice.key
            labels[voice.key] = f"{label} ({voice.key})" if label in labels.values() else label
        if not labels:
            return None
        return cls(
            voices=labels, title=offered.name or None, default=default.key if default else None
        )

    def key_of(self, label: str) -> str | None:
        """Return the key of the voice that is shown so."""
        return next((key for key, shown in self.voices.items() if shown == label), None)


class Configuration:
    """The values in force, all of them text (CIC-SE-010).

    The voice is kept apart from the others, as what it is called on the wire is agreed for each
    product (CIC-SE-013): methods that speak of the wire take that name.
    """

    def __init__(
        self,
        *,
        chosen: str | None = None,
        others: Mapping[str, str] | None = None,
        menu: VoiceMenu | None = None,
        menu_version: str | None = None,
    ) -> None:
        """Go on with what is known from before."""
        self.chosen = chosen
        self.others = dict(others or {})
        self.menu = menu
        self.menu_version = menu_version

    @property
    def voice(self) -> str | None:
        """The key of the voice in force: what was chosen, else CLOVA's default (CIC-SE-043)."""
        if self.menu is None or self.chosen in self.menu.voices:
            return self.chosen
        return self.menu.default

    def in_force(self, voice_name: str) -> dict[str, str]:
        """Return all values, as Report tells them (CIC-SE-012)."""
        voice = {} if self.voice is None else {voice_name: self.voice}
        return self.others | voice

    def apply(self, wanted: Json, voice_name: str) -> bool:
        """Take what CLOVA wants, and tell whether anything changed.

        Keys that are not agreed and values that cannot be are left out (CIC-SE-022).
        """
        before = self.in_force(voice_name)
        for key, value in wanted.items():
            if not isinstance(value, str) or len(value) > MAX_VALUE:
                continue
            if key == voice_name:
                self.chosen = value if self._offered(value) else self.chosen
            elif key in self.others:
                self.others[key] = value
        return self.in_force(voice_name) != before

    def choose(self, voice: str | None) -> None:
        """Choose a voice; None: CLOVA's default. Raises UsageError for one that is not offered."""
        if voice is not None and not self._offered(voice):
            raise UsageError("CLOVA offers no such voice")
        self.chosen = voice

    def set(self, key: str, value: str | None, voice_name: str) -> None:
        """Set what the user wants; None takes the setting away. Raises UsageError with the reason.

        Whatever the user has set is agreed from then on, so that CLOVA may change it too.
        """
        if key == voice_name:
            self.choose(value)
            return
        if not key.strip() or len(key) > MAX_KEY:
            raise UsageError("the key of a setting has 1 to 100 characters")
        if value is None:
            self.others.pop(key, None)
            return
        if len(value) > MAX_VALUE:
            raise UsageError("the value of a setting has at most 1000 characters")
        if key not in self.others and len(self.others) >= MAX_SETTINGS:
            raise UsageError("there are too many settings")
        self.others[key] = value

    def offer(
        self,
        menu: VoiceMenu | None,
        *,
        version: str | None,
        for_client: str | None,
        client: str | None,
    ) -> bool:
        """Take items of CLOVA's; False if they are left out (CIC-SE-042).

        `version`: theirs; `for_client`: the lowest client version they suit; `client`: our own.
        """
        if _is_older(client, for_client) or _is_outdated(version, self.menu_version):
            return False
        self.menu, self.menu_version = menu, version
        return True

    def _offered(self, voice: str) -> bool:
        """Tell whether a voice can be chosen; without a menu, CLOVA and the user know which."""
        if self.menu is not None:
            return voice in self.menu.voices
        return bool(voice) and len(voice) <= MAX_VALUE


def _is_older(version: str | None, least: str | None) -> bool:
    """Tell whether a version such as "1.2.6" is lower than another; what cannot be read is not."""
    ours, theirs = _numbers(version), _numbers(least)
    return ours is not None and theirs is not None and ours < theirs


def _numbers(version: str | None) -> list[int] | None:
    found = _VERSION.match(version or "")
    if found is None:
        return None
    numbers = [int(part[:9]) for part in found[0].split(".")[:8]]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return numbers


def _is_outdated(version: str | None, known: str | None) -> bool:
    """Tell whether items are older than those that are known."""
    if version is None or known is None:
        return False
    return bool(_STAMP.fullmatch(version) and _STAMP.fullmatch(known)) and version < known
