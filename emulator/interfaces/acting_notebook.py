"""What the assistant wants done with memos and notifications."""

from ..answers import Part
from ..assistant.situation import ForgetMemos, ShowMemo, ShowMemos
from ..messages import directive
from . import screens
from .service import Service


def memo_parts(act: ShowMemo | ShowMemos | ForgetMemos, service: Service) -> list[Part]:
    """Keep, show or forget memos; with templates, or as the first edition did (legacy.md)."""
    notebook, early = service.notebook, service.config.first_edition
    match act:
        case ShowMemo(content):
            memo = notebook.write(content, service.now())
            if early:
                return [directive("Clova", "AddMemo", {"id": memo.id, "content": content})]
            return [directive("Clova", "RenderTemplate", screens.memo(memo))]
        case ShowMemos(words):
            if early:
                listed = [each.as_json() for each in notebook.memos]
                return [directive("Clova", "RenderMemoList", {"memo": listed})]
            shown = screens.memo_list(notebook.memos, words)
            return [directive("Clova", "RenderTemplate", shown)]
        case ForgetMemos():
            notebook.memos.clear()
            return [directive("Clova", "RenderMemoList", {"memo": []})] if early else []


def read_notices(service: Service) -> int:
    """No device shows notifications any more; tells how many there were (CIC-NO-002)."""
    count = len(service.notebook.notices)
    service.notebook.notices.clear()
    for client in service.reachable:
        service.push(client, directive("Notifier", "ClearIndicator"))
    return count
