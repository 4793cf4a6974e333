"""TemplateRuntime: what a player shows (docs/protocol/interfaces/template_runtime.md).

Nothing here starts or stops sound (CIC-PB-001).
"""

from ..cic import handles
from ..cic.interfaces.template_runtime import (
    ExpectRequestPlayerInfo,
    RenderPlayerInfo,
    RenderPlaylist,
    UpdateLike,
    UpdateSubscribe,
)
from .entry_handler import EntryHandler


class TemplateRuntimeHandler(EntryHandler):
    """Lets the entities show what CLOVA says."""

    namespace = "TemplateRuntime"

    @handles(RenderPlayerInfo)
    async def render_player_info(self, payload: RenderPlayerInfo) -> None:
        """Show the item that plays, its marks, and what comes after it."""
        self.coordinator.music.screen.show(payload)
        self.coordinator.music.async_show()

    @handles(ExpectRequestPlayerInfo)
    async def expect_request(self, _: ExpectRequestPlayerInfo) -> None:
        """Ask what is to be shown (CIC-TR-002)."""
        self.coordinator.music.async_request_info()

    @handles(RenderPlaylist)
    async def render_playlist(self, payload: RenderPlaylist) -> None:
        """Let people browse it (CIC-TR-040)."""
        self.coordinator.music.screen.render(payload)

    @handles(UpdateLike)
    async def update_like(self, payload: UpdateLike) -> None:
        """Show whether the item is liked: now, not when the button was pressed (CIC-TR-030)."""
        self.coordinator.music.screen.update_like(payload)
        self.coordinator.music.async_show()

    @handles(UpdateSubscribe)
    async def update_subscribe(self, payload: UpdateSubscribe) -> None:
        """Show whether the item is subscribed to."""
        self.coordinator.music.screen.update_subscription(payload)
        self.coordinator.music.async_show()
