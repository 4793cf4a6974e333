"""TemplateRuntime: what a player shows (docs/protocol/interfaces/template_runtime.md)."""

from .message import directive, event
from .payload import Code, payload, tolerated
from .shapes import TokenRef


@payload
class Control:
    """A button to show (CIC-TR-003)."""

    name: Code
    enabled: bool | None = tolerated()
    selected: bool | None = tolerated()
    type: Code | None = tolerated()


@payload
class Lyrics:
    """The words of a song, or where they are; with neither there are none (CIC-TR-007)."""

    format: Code | None = tolerated()
    data: str | None = None
    url: str | None = None


@payload
class PlayableItem(TokenRef):
    """Something that is played or can be."""

    title_text: str | None = tolerated()
    title_sub_text1: str | None = tolerated()  # usually the artist
    title_sub_text2: str | None = None  # usually the album
    header_text: str | None = None
    art_image_url: str | None = None
    controls: tuple[Control, ...] | None = None
    is_live: bool | None = None
    show_adult_icon: bool | None = tolerated()
    lyrics: tuple[Lyrics, ...] | None = None


@payload
class Provider:
    """Who provides it."""

    name: str | None = tolerated()
    logo_url: str | None = None
    small_logo_url: str | None = None


@directive("TemplateRuntime.RenderPlayerInfo")
class RenderPlayerInfo:
    """What is played, and what comes next (CIC-TR-003)."""

    playable_items: tuple[PlayableItem, ...]
    display_type: Code | None = tolerated()
    controls: tuple[Control, ...] | None = tolerated()
    provider: Provider | None = None


@directive("TemplateRuntime.ExpectRequestPlayerInfo")
class ExpectRequestPlayerInfo:
    """Send RequestPlayerInfo (CIC-TR-002)."""


@payload
class PlaylistItem(TokenRef):
    """An entry of a playlist: another playlist, a track, something live."""

    type: Code | None = tolerated()
    title_text: str | None = tolerated()
    title_sub_text1: str | None = None
    title_sub_text2: str | None = None
    image_uri: str | None = None
    show_adult_icon: bool | None = tolerated()


@directive("TemplateRuntime.RenderPlaylist")
class RenderPlaylist:
    """A list to choose from (CIC-TR-040)."""

    items: tuple[PlaylistItem, ...]
    title: str | None = tolerated()


@directive("TemplateRuntime.UpdateLike")
class UpdateLike(TokenRef):
    """Show whether the item is liked (CIC-TR-030)."""

    like: bool


@directive("TemplateRuntime.UpdateSubscribe")
class UpdateSubscribe(TokenRef):
    """Show whether the item is subscribed to (CIC-TR-030)."""

    subscribe: bool


@payload
class ItemRange:
    """How many items around the one named, each at least 1 (CIC-TR-009)."""

    before: int | None = None
    after: int | None = None


@event("TemplateRuntime.RequestPlayerInfo")
class RequestPlayerInfo(TokenRef):
    """Ask for RenderPlayerInfo; the first time with the stream's token (CIC-TR-008)."""

    range: ItemRange | None = None


@event("TemplateRuntime.SelectCommandIssued")
class SelectCommandIssued(TokenRef):
    """An entry of a playlist was chosen (CIC-TR-040)."""


@event("TemplateRuntime.LikeCommandIssued")
class LikeCommandIssued(TokenRef):
    """The like button was pressed on an item not liked yet (CIC-TR-020)."""


@event("TemplateRuntime.UnlikeCommandIssued")
class UnlikeCommandIssued(TokenRef):
    """The like button was pressed on a liked item (CIC-TR-020)."""


@event("TemplateRuntime.SubscribeCommandIssued")
class SubscribeCommandIssued(TokenRef):
    """The subscribe button was pressed on an item not subscribed to yet (CIC-TR-020)."""


@event("TemplateRuntime.UnsubscribeCommandIssued")
class UnsubscribeCommandIssued(TokenRef):
    """The subscribe button was pressed on an item subscribed to (CIC-TR-020)."""


@event("TemplateRuntime.MoreCommandIssued")
class MoreCommandIssued(TokenRef):
    """More like this is wanted (CIC-TR-022)."""
