"""TemplateRuntime: what a player shows, lists to browse, marks (template_runtime.md)."""

from typing import Any

from ..answers import Answer
from ..event import IncomingEvent
from ..messages import directive
from . import library
from .service import Handler, Service

NAMESPACE = "TemplateRuntime"


def handlers(service: Service) -> dict[str, Handler]:
    """The events of this interface."""
    screens = _Screens(service)
    return {
        "TemplateRuntime.LikeCommandIssued": lambda event: screens.like(event, liked=True),
        "TemplateRuntime.MoreCommandIssued": screens.more,
        "TemplateRuntime.RequestPlayerInfo": screens.player_info,
        "TemplateRuntime.SelectCommandIssued": screens.select,
        "TemplateRuntime.SubscribeCommandIssued": lambda event: screens.subscribe(
            event, subscribed=True
        ),
        "TemplateRuntime.UnlikeCommandIssued": lambda event: screens.like(event, liked=False),
        "TemplateRuntime.UnsubscribeCommandIssued": lambda event: screens.subscribe(
            event, subscribed=False
        ),
    }


class _Screens:
    """Handlers of one kind of event each."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def player_info(self, event: IncomingEvent) -> Answer:
        """The item and its neighbours (CIC-TR-001)."""
        span = event.payload.get("range")
        span = span if isinstance(span, dict) else {}
        payload = library.player_info(
            event.payload.get("token"),
            _count(span.get("before")),
            _count(span.get("after")),
            self._service.marks.of(event.client),
        )
        return Answer([directive(NAMESPACE, "RenderPlayerInfo", payload)])

    def like(self, event: IncomingEvent, *, liked: bool) -> Answer:
        """The new status."""
        token = str(event.payload.get("token"))
        self._service.marks.of(event.client).like(token, liked=liked)
        return Answer([directive(NAMESPACE, "UpdateLike", {"token": token, "like": liked})])

    def subscribe(self, event: IncomingEvent, *, subscribed: bool) -> Answer:
        """The new status."""
        token = str(event.payload.get("token"))
        self._service.marks.of(event.client).subscribe(token, subscribed=subscribed)
        payload = {"token": token, "subscribe": subscribed}
        return Answer([directive(NAMESPACE, "UpdateSubscribe", payload)])

    def more(self, _: IncomingEvent) -> Answer:
        """The outermost list."""
        return Answer([directive(NAMESPACE, "RenderPlaylist", library.playlist(library.ROOT))])

    def select(self, event: IncomingEvent) -> Answer | None:
        """The list that was chosen, or the track to play (CIC-TR-041)."""
        token = str(event.payload.get("token"))
        if shown := library.playlist(token):
            return Answer([directive(NAMESPACE, "RenderPlaylist", shown)])
        if track := library.BY_TOKEN.get(token):
            return Answer([directive("AudioPlayer", "Play", library.play(track, "REPLACE_ALL"))])
        return None


def _count(value: Any) -> int | None:
    """A number of items; None if it is none."""
    return value if isinstance(value, int) and value > 0 else None
