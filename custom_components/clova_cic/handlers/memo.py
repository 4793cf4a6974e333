"""Memos, as the first edition had them (docs/protocol/legacy.md)."""

from ..cic import handles
from ..cic.interfaces.clova_legacy import AddMemo, DeleteMemo, GetMemo, RenderMemoList
from ..notes.lists import MEMOS
from ..notes.notes import Note
from .note_handler import NoteHandler


class MemoHandler(NoteHandler):
    """Keeps the list of memos."""

    namespace = "Memo"
    kind = MEMOS

    @handles(RenderMemoList)
    async def render_memo_list(self, payload: RenderMemoList) -> None:
        """Show these, and no others."""
        await self.show(Note.of(each.id, each.content) for each in payload.memo)

    @handles(AddMemo)
    async def add_memo(self, payload: AddMemo) -> None:
        """Add one."""
        await self.add(Note.of(payload.id, payload.content))

    @handles(DeleteMemo)
    async def delete_memo(self, _: DeleteMemo) -> None:
        """Ask the user which."""
        await self.ask_to_delete()

    @handles(GetMemo)
    async def get_memo(self, _: GetMemo) -> None:
        """Leave it: the list is there to be looked at."""
        await self.notes.async_appear()
