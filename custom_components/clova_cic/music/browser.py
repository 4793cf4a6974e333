"""Browsing what CLOVA shows: what comes next, lists to choose from, more like this."""

from collections.abc import Awaitable, Callable
from typing import Final

from homeassistant.components.media_player.browse_media import BrowseMedia
from homeassistant.components.media_player.const import MediaClass, MediaType
from homeassistant.components.media_player.errors import BrowseError

from ..cic.interfaces.template_runtime import (
    PlayableItem,
    PlaylistItem,
    RenderPlaylist,
    SelectCommandIssued,
)
from ..const import DOMAIN
from .music import Music
from .shown import marked

# What follows is the token of an item, which may hold any character.
ITEM: Final = f"{DOMAIN}:item/"  # of those that the player shows
ENTRY: Final = f"{DOMAIN}:playlist/"  # of a list
_ROOT: Final = f"{DOMAIN}:"
_ITEMS: Final = f"{DOMAIN}:items"
_LIST: Final = f"{DOMAIN}:list"
_MORE: Final = f"{DOMAIN}:more"

_CLASSES: Final = {"playlist": MediaClass.PLAYLIST, "live": MediaClass.CHANNEL}

type Phrase = Callable[[str], Awaitable[str]]
type Thumbnail = Callable[[str, str], str]


class MediaBrowser:
    """Makes pages; ids are stable as long as CLOVA shows the same."""

    def __init__(self, music: Music, name: str, phrase: Phrase, thumbnail: Thumbnail) -> None:
        """`phrase` returns words of this integration, `thumbnail` the path of an item's picture."""
        self._music = music
        self._name = name
        self._phrase = phrase
        self._thumbnail = thumbnail

    async def async_browse(self, content_id: str | None) -> BrowseMedia:
        """Return a page. Raises BrowseError if CLOVA shows no such thing, CicError if it is away."""
        screen = self._music.screen
        if not content_id or content_id == _ROOT:
            return await self._async_root()
        if content_id == _ITEMS and screen.items:
            children = [self._item(each) for each in screen.items]
            return _folder(_ITEMS, await self._phrase("up_next"), children)
        if content_id == _LIST and screen.playlist is not None:
            return self._list(_LIST, screen.playlist)
        if content_id == _MORE:
            event = screen.press_more()
            if event is not None:
                return self._list(_MORE, await self._music.asking.async_open(_MORE, event))
        if content_id.startswith(ENTRY):
            token = content_id.removeprefix(ENTRY)
            opened = await self._music.asking.async_open(
                content_id, SelectCommandIssued(token=token)
            )
            return self._list(content_id, opened)
        raise BrowseError(translation_domain=DOMAIN, translation_key="nothing_to_browse")

    async def _async_root(self) -> BrowseMedia:
        screen = self._music.screen
        children = []
        if screen.items:
            children.append(_folder(_ITEMS, await self._phrase("up_next")))
        if screen.playlist is not None:
            children.append(_folder(_LIST, screen.playlist.title or self._name))
        if screen.press_more() is not None:
            children.append(_folder(_MORE, await self._phrase("more_like_this")))
        return _folder(_ROOT, self._name, children)

    def _list(self, content_id: str, playlist: RenderPlaylist | None) -> BrowseMedia:
        if playlist is None:
            raise BrowseError(translation_domain=DOMAIN, translation_key="nothing_to_browse")
        children = [self._entry(each) for each in playlist.items]
        return _folder(content_id, playlist.title or self._name, children)

    def _item(self, item: PlayableItem) -> BrowseMedia:
        return BrowseMedia(
            media_class=MediaClass.CHANNEL if item.is_live else MediaClass.TRACK,
            media_content_id=ITEM + item.token,
            media_content_type=MediaType.TRACK,
            title=_title(item, live=item.is_live),
            can_play=True,
            can_expand=False,
            thumbnail=self._thumbnail(MediaType.TRACK, ITEM + item.token)
            if item.art_image_url
            else None,
        )

    def _entry(self, item: PlaylistItem) -> BrowseMedia:
        content_id = ENTRY + item.token
        expands = item.type == "playlist"
        content_type = MediaType.PLAYLIST if expands else MediaType.TRACK
        return BrowseMedia(
            media_class=_CLASSES.get(item.type or "", MediaClass.TRACK),
            media_content_id=content_id,
            media_content_type=content_type,
            title=_title(item, live=item.type == "live"),
            can_play=not expands,
            can_expand=expands,
            thumbnail=self._thumbnail(content_type, content_id) if item.image_uri else None,
        )


def picture_of(music: Music, content_id: str) -> str | None:
    """Return the address of the picture of something that is shown, None if there is none."""
    if content_id.startswith(ITEM):
        token = content_id.removeprefix(ITEM)
        found = (each.art_image_url for each in music.screen.items if each.token == token)
        return next(found, None)
    entry = music.screen.find(content_id.removeprefix(ENTRY))
    return entry.image_uri if entry is not None else None


def _folder(content_id: str, title: str, children: list[BrowseMedia] | None = None) -> BrowseMedia:
    return BrowseMedia(
        media_class=MediaClass.DIRECTORY,
        media_content_id=content_id,
        media_content_type=MediaType.PLAYLIST,
        title=title,
        can_play=False,
        can_expand=True,
        children=children,
    )


def _title(item: PlayableItem | PlaylistItem, *, live: bool | None) -> str:
    """Return title and artist, with the marks of what is live or for adults (CIC-TR-005)."""
    text = " · ".join(each for each in (item.title_text, item.title_sub_text1) if each)
    return marked(text, live=bool(live), adult=bool(item.show_adult_icon)) or ""
