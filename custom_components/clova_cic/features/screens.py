"""Screens and apps, of whatever the user has with a screen."""

from typing import Final, override

from homeassistant.components.media_player.const import (
    ATTR_INPUT_SOURCE_LIST,
    ATTR_MEDIA_CONTENT_ID,
    ATTR_MEDIA_CONTENT_TYPE,
    MediaPlayerEntityFeature,
    MediaType,
)
from homeassistant.components.remote.const import ATTR_ACTIVITY, RemoteEntityFeature
from homeassistant.const import EntityStateAttribute
from homeassistant.core import State

from ..cic.interfaces.device_control import LaunchApp, Open, OpenScreen
from .feature import Feature, Plan, RefusedError
from .spelling import Kind
from .steps import Step

MAX_APP: Final = 2048  # characters of an app's address


class ScreensFeature(Feature):
    """Screens are opened by the user's actions, apps also by a player or a remote.

    CLOVA is not told of it: Device.DeviceState has nothing for it.
    """

    kind = Kind.SCREENS
    directives = ("LaunchApp", "Open", "OpenScreen")
    acting = ("media_player", "remote")

    @property
    @override
    def known(self) -> bool:
        """It has no state."""
        return True

    @override
    def _works(self, directive: str) -> bool:
        # The old name of the same thing is done by the same actions.
        return super()._works(directive) or (directive == "OpenScreen" and self._works("Open"))

    @override
    def _entity_can(self, directive: str) -> bool:
        state = self.entity
        if state is None or directive != "LaunchApp":
            return False
        supported = state.attributes.get(EntityStateAttribute.SUPPORTED_FEATURES, 0)
        if state.domain == "remote":
            return bool(supported & RemoteEntityFeature.ACTIVITY)
        wanted = MediaPlayerEntityFeature.SELECT_SOURCE | MediaPlayerEntityFeature.PLAY_MEDIA
        return bool(supported & wanted)

    @override
    def info(self, can: frozenset[str] = frozenset()) -> object | None:
        """Return nothing, as there is nothing to tell."""
        return None

    @override
    def plan(self, directive: object, word: str) -> Plan:
        """Open a screen, or start an app."""
        match directive:
            case LaunchApp(target=app):
                if not app.strip() or len(app) > MAX_APP:
                    raise RefusedError("this is no app")
                return Plan(self.own(directive, app=app) or (self._launch(app),))
            case OpenScreen() if word != "settings":
                raise RefusedError("only the settings are a screen by this name")
            case Open() | OpenScreen():
                steps = self.own(directive) or self.own(Open(target=word))
                if steps:
                    return Plan(steps)
        raise RefusedError(f"nothing is settled for this in {self.name}")

    def _launch(self, app: str) -> Step:
        state = self.entity
        if state is None:
            raise RefusedError(f"the entity of {self.name} is not available")
        if state.domain == "remote":
            return self.call("turn_on", **{ATTR_ACTIVITY: app})
        source = _source(state, app)
        if source is not None:
            return self.call("select_source", source=source)
        data = {ATTR_MEDIA_CONTENT_TYPE: MediaType.APP, ATTR_MEDIA_CONTENT_ID: app}
        return self.call("play_media", **data)


def _source(state: State, app: str) -> str | None:
    """Return the player's own spelling of an app that it lists."""
    sources = state.attributes.get(ATTR_INPUT_SOURCE_LIST) or ()
    return next((each for each in sources if str(each).casefold() == app.casefold()), None)
