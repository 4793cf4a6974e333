"""What a player shows besides sound (docs/protocol/interfaces/template_runtime.md). No pixels here.

A `Screen` is fed with the directives of TemplateRuntime and says which events a finger on it sends.
Its tokens are not those of streams (CIC-TR-008): what plays is the first item that was asked for.
"""

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Final

from .interfaces.template_runtime import (
    ItemRange,
    LikeCommandIssued,
    MoreCommandIssued,
    PlayableItem,
    PlaylistItem,
    RenderPlayerInfo,
    RenderPlaylist,
    RequestPlayerInfo,
    SubscribeCommandIssued,
    UnlikeCommandIssued,
    UnsubscribeCommandIssued,
    UpdateLike,
    UpdateSubscribe,
)

MAX_ITEMS: Final = 500  # of one list; the longest lists of a music service have a few hundred
MAX_LISTS: Final = 20  # that were opened and can be gone back to; three are the least (CIC-TR-042)
_AFTER: Final = 20  # items that are asked for besides the one that plays

_LIKE: Final = "LIKE_DISLIKE"
_SUBSCRIBE: Final = "SUBSCRIBE_UNSUBSCRIBE"
_MORE: Final = "MORE"

type LikeEvent = LikeCommandIssued | UnlikeCommandIssued
type SubscribeEvent = SubscribeCommandIssued | UnsubscribeCommandIssued


@dataclass(frozen=True, slots=True)
class Mark:
    """A button that the current item has, and whether it is chosen."""

    token: str
    on: bool


class Screen:
    """The item that plays, those around it, and the lists to choose from."""

    def __init__(self) -> None:
        """Show nothing."""
        self.items: tuple[PlayableItem, ...] = ()
        self.provider: str | None = None
        self._likes: dict[str, bool] = {}
        self._subscriptions: dict[str, bool] = {}
        self.playlist: RenderPlaylist | None = None  # that CLOVA showed last of its own accord
        self._opened: OrderedDict[str, RenderPlaylist] = OrderedDict()  # below it
        self._opening: str | None = None

    # What plays

    @property
    def current(self) -> PlayableItem | None:
        """The item that plays, as far as CLOVA has told."""
        return self.items[0] if self.items else None

    def request(self, stream_token: str | None) -> RequestPlayerInfo | None:
        """Ask about the item that plays; None if there is none.

        `before` is left out, so that the answer begins with that item.
        """
        current = self.current
        token = stream_token if current is None else current.token
        if token is None:
            return None
        return RequestPlayerInfo(token=token, range=ItemRange(after=_AFTER))

    def forget(self) -> None:
        """Another stream is shown, about which nothing is known yet."""
        self.items = ()
        self.provider = None
        self._likes.clear()
        self._subscriptions.clear()

    def show(self, info: RenderPlayerInfo) -> None:
        """Take what CLOVA shows; no items at all are no error (CIC-TR-004)."""
        self.forget()
        self.items = info.playable_items[:MAX_ITEMS]
        self.provider = info.provider.name if info.provider is not None else None

    # Marks change when CLOVA says so, not with the press (CIC-TR-030)

    def update_like(self, update: UpdateLike) -> None:
        """Take the status; that of an unknown item is ignored (CIC-TR-032)."""
        if any(each.token == update.token for each in self.items):
            self._likes[update.token] = update.like

    def update_subscription(self, update: UpdateSubscribe) -> None:
        """Take the status; that of an unknown item is ignored."""
        if any(each.token == update.token for each in self.items):
            self._subscriptions[update.token] = update.subscribe

    @property
    def like(self) -> Mark | None:
        """Whether the current item is liked; None if it cannot be."""
        return self._mark(_LIKE, self._likes)

    @property
    def subscription(self) -> Mark | None:
        """Whether the current item is subscribed to; None if it cannot be."""
        return self._mark(_SUBSCRIBE, self._subscriptions)

    def press_like(self, *, on: bool) -> LikeEvent | None:
        """Return the event of the button; None if it is so already or cannot be (CIC-TR-020)."""
        mark = self.like
        if mark is None or mark.on == on:
            return None
        return (LikeCommandIssued if on else UnlikeCommandIssued)(token=mark.token)

    def press_subscribe(self, *, on: bool) -> SubscribeEvent | None:
        """Return the event of the button; None if it is so already or cannot be (CIC-TR-020)."""
        mark = self.subscription
        if mark is None or mark.on == on:
            return None
        return (SubscribeCommandIssued if on else UnsubscribeCommandIssued)(token=mark.token)

    def press_more(self) -> MoreCommandIssued | None:
        """Return the event of the button for more like this; None if there is none."""
        mark = self._mark(_MORE, {})
        return None if mark is None else MoreCommandIssued(token=mark.token)

    def _mark(self, name: str, changed: dict[str, bool]) -> Mark | None:
        """Find a button of the current item that can be pressed (CIC-TR-003)."""
        item = self.current
        for control in (item.controls or ()) if item is not None else ():
            if item is not None and control.name == name and control.enabled is not False:
                return Mark(item.token, changed.get(item.token, control.selected is True))
        return None

    # Lists; going back is local (CIC-TR-043)

    def render(self, playlist: RenderPlaylist) -> None:
        """Take a list: below the one that is being opened, else a new beginning (CIC-TR-040)."""
        playlist = replace(playlist, items=playlist.items[:MAX_ITEMS])
        if self._opening is not None:
            self._file(self._opening, playlist)
        elif playlist not in self._opened.values():
            self.playlist = playlist
            self._opened.clear()

    def opened(self, place: str) -> RenderPlaylist | None:
        """Return a list that was opened here before."""
        return self._opened.get(place)

    def open(self, place: str) -> None:
        """The list that comes now belongs here; `place` is a name of the caller's choosing."""
        self._opening = place

    def close(self) -> None:
        """Whatever comes from now on was not asked for."""
        self._opening = None

    def find(self, token: str) -> PlaylistItem | None:
        """Find an entry of any list that is still known."""
        lists = [*self._opened.values(), *([self.playlist] if self.playlist is not None else [])]
        return next((item for each in lists for item in each.items if item.token == token), None)

    def _file(self, place: str, playlist: RenderPlaylist) -> None:
        self._opened[place] = playlist
        self._opened.move_to_end(place)
        if len(self._opened) > MAX_LISTS:
            self._opened.popitem(last=False)
