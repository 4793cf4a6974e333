"""A full, realistic payload for every directive, one module per interface.

`sample("Alerts.SetAlert")` has every field of the reference's newest edition. Other forms of the
same directive have names with a colon: `sample("DeviceControl.BtConnect:role")`,
`sample("Clova.RenderTemplate:Alarm")`. All names and addresses are made up.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, Final

from ..answers import Attachment
from ..messages import Json
from ..speech.mp3 import silence
from . import (
    alerts,
    audio_player,
    clova,
    device_control,
    legacy,
    notifier,
    playback_controller,
    settings,
    speech_recognizer,
    speech_synthesizer,
    system,
    template_runtime,
)

ATTACHMENT_SECONDS: Final = 1.0
"""How long the silence of an attachment plays."""

_CURRENT: Final = (
    alerts,
    audio_player,
    clova,
    device_control,
    notifier,
    playback_controller,
    settings,
    speech_recognizer,
    speech_synthesizer,
    system,
    template_runtime,
)
_SAMPLES: Final[dict[str, Mapping[str, Any]]] = {
    **{name: payload for module in _CURRENT for name, payload in module.SAMPLES.items()},
    **legacy.SAMPLES,
}
_VARIANTS: Final[dict[str, Mapping[str, Any]]] = {
    name: payload for module in _CURRENT for name, payload in module.VARIANTS.items()
}

NAMES: Final = tuple(sorted(_SAMPLES))
"""The qualified names of all directives, also of those of earlier editions."""
LEGACY: Final = frozenset(legacy.SAMPLES)
"""Those of them that the newest edition does not have any more."""
VARIANTS: Final = tuple(sorted(_VARIANTS))
"""Further forms, `Namespace.Name:form`."""


def sample(name: str) -> Json:
    """A payload of one's own for a name out of NAMES or VARIANTS; raises KeyError."""
    found = _SAMPLES.get(name)
    return deepcopy(dict(_VARIANTS[name] if found is None else found))


def attachments(payload: object) -> list[Attachment]:
    """For each `cid:` address in a payload the attachment that it names: an MP3 of silence."""
    return [Attachment(cid, silence(ATTACHMENT_SECONDS)) for cid in dict.fromkeys(_cids(payload))]


def _cids(value: object) -> Iterator[str]:
    if isinstance(value, str) and value.startswith("cid:"):
        yield value.removeprefix("cid:")
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _cids(each)
    elif isinstance(value, list):
        for each in value:
            yield from _cids(each)
