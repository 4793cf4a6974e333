"""Which language a sentence is in, and its plain form for comparing."""

from enum import StrEnum
import re
import unicodedata


class Language(StrEnum):
    """The languages of the assistant, by their ISO 639-1 codes."""

    KO = "ko"
    JA = "ja"
    EN = "en"


_HANGUL = re.compile(r"[\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f]")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc]")
_HAN = re.compile(r"[\u4e00-\u9fff\u3005\u3007]")
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_AROUND = " \t.,!?~…'\"。、！？・「」"


def detect(text: str) -> Language | None:
    """The language by its script; None if there are no letters (`3 + 4`)."""
    hangul, kana = len(_HANGUL.findall(text)), len(_KANA.findall(text))
    if hangul or kana:
        return Language.KO if hangul >= kana else Language.JA
    if _HAN.search(text):
        return Language.JA
    return Language.EN if _LATIN.search(text) else None


def plain(text: str) -> str:
    """Lower case, one kind of digits and spaces, no punctuation around."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    return " ".join(text.split()).strip(_AROUND)
