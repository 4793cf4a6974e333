"""Reading a template: whatever a field holds, it gives text or nothing (content_templates.md)."""

from collections.abc import Mapping
import re
from typing import Any, Final

# About what a notification shows of a line, and what is said in ten seconds.
LINE: Final = 160
SEPARATOR: Final = " · "

# Enough for every line and link, and little work whatever a server sends.
_READ: Final = 4096
# Beyond it a float is no longer exact; no count or measure of a template comes near.
_LARGEST: Final = 10**15
# What follows the last space and is longer is no word: Japanese and Chinese have no spaces.
_LONGEST_WORD: Final = 40
# Signs of control, halves of a surrogate pair, a zero-width space, a byte order mark.
_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b\ufeff]")
_LINE_BREAK: Final = re.compile(r"<br ?/?>", re.IGNORECASE)
# Only these: titles of films and books stand in angle brackets too.
_TAG: Final = re.compile(
    r"</?(?:mark|b|i|u|em|strong|span|font|br|p)(?: [^<>]*| ?/)?>", re.IGNORECASE
)
# Tags that come apart into tags again are no markup but a trick; it shall not cost much.
_NESTED: Final = 4
_NUMBER: Final = re.compile(r"[-+]?[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")


def text(x: object) -> str:
    """The value of a value object or a bare scalar, on one line and without tags; "" if none."""
    if isinstance(x, Mapping):  # schedules have their times under another key
        return first(_scalar(x.get("value")), _scalar(x.get("dateTime")))
    return _scalar(x)


def texts(x: object) -> list[str]:
    """What an array of value objects says, without the entries that pad it."""
    return [said for entry in x if (said := text(entry))] if isinstance(x, list) else []


def number(x: object) -> float | None:
    """A measure, without thousands separators and percent sign; None if it is no number."""
    said = text(x).removesuffix("%").rstrip()
    if not _NUMBER.fullmatch(said):
        return None
    found = float(said.replace(",", ""))
    return found if abs(found) < _LARGEST else None


def child(x: object, *path: str) -> object:
    """What lies deeper in nested objects; None if there is nothing."""
    for key in path:
        if not isinstance(x, Mapping):
            return None
        x = x.get(key)
    return x


def items(payload: Mapping[str, Any], *names: str) -> list[Mapping[str, Any]]:
    """The objects of an array that say anything; of several names the first that has some."""
    for name in names:
        found = payload.get(name)
        if isinstance(found, list):
            filled = [item for item in found if isinstance(item, Mapping) and _says_something(item)]
            if filled:
                return filled
    return []


def first(*parts: str) -> str:
    """The first that is not empty."""
    return next((part for part in parts if part), "")


def joined(*parts: str, by: str = SEPARATOR) -> str:
    """Those that are not empty, in one line."""
    return by.join(part for part in parts if part)


def cut(line: str, most: int = LINE) -> str:
    """A line of at most so many characters: what is longer ends after a word, and with "…"."""
    if len(line) <= most:
        return line
    head = line[: most - 1]
    if line[most - 1] != " ":
        words, _, rest = head.rpartition(" ")
        if len(rest) <= _LONGEST_WORD:
            head = words
    return head.rstrip(" ,·、。…") + "…"


def with_more(said: str, further: int) -> str:
    """A line with the number of further elements, which is still there when the line is cut."""
    tail = f" +{further}" if said and further > 0 else ""
    return cut(said, LINE - len(tail)) + tail


def _scalar(x: object) -> str:
    """Print a bare value; lists, objects, booleans and what is not finite say nothing."""
    if isinstance(x, str):
        return _clean(x)
    if isinstance(x, bool) or not isinstance(x, int | float) or not abs(x) < _LARGEST:
        return ""
    # Two decimals are enough to read; adding zero takes the sign from a negative one.
    return f"{round(x, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def _clean(raw: str) -> str:
    """Make one line of it; taking a tag out may leave another one."""
    said = _LINE_BREAK.sub(" ", _UNPRINTABLE.sub(" ", raw[:_READ]))
    for _ in range(_NESTED):
        said, found = _TAG.subn("", said)
        if not found:
            break
    else:
        said = said.replace("<", "")
    return " ".join(said.split())


def _says_something(item: Mapping[Any, Any]) -> bool:
    """Whether an element holds more than its kind and its identifier."""
    return any(
        text(value) or texts(value) for key, value in item.items() if key not in {"type", "token"}
    )
