"""TemplateRuntime: what a player shows, lists to browse, marks (template_runtime.md)."""

from typing import Any

from ..answers import Answer
from ..event import IncomingEvent
from ..messages import directive
from ..music.catalogue import ROOT
from .library import chosen
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
        library = self._service.library_for(event.client)
        payload = library.player_info(
            event.payload.get("token"), _count(span.get("before")), _count(span.get("after"))
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

    def more(self, event: IncomingEvent) -> Answer:
        """The outermost list."""
        shown = self._service.library_for(event.client).playlist(ROOT)
        return Answer([directive(NAMESPACE, "RenderPlaylist", shown)])

    def select(self, event: IncomingEvent) -> Answer | None:
        """The list that was chosen, or the track to play (CIC-TR-041)."""
        token = str(event.payload.get("token"))
        library = self._service.library_for(event.client)
        if shown := library.playlist(token):
            return Answer([directive(NAMESPACE, "RenderPlaylist", shown)])
        tracks = chosen(token)
        return Answer(library.plays(tracks)) if tracks else None


def _count(value: Any) -> int | None:
    """A number of items; None if it is none."""
    return value if isinstance(value, int) and value > 0 else None
