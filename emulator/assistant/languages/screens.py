"""How one asks for a screen or an app, in each language."""

from typing import Final

from ..skills.screens import ScreenPhrases

EN: Final = ScreenPhrases(
    screens=(
        (r"\b(?:open|show|go to) (?:the )?settings\b", "settings"),
        (r"\b(?:open|show|go to) (?:the )?home screen\b", "home"),
    ),
    apps=(
        r"\b(?:open|launch|start) the app (?P<app>.+)$",
        r"\b(?:open|launch|start) (?:the )?(?P<app>.+) app$",
    ),
    done="All right.",
)
KO: Final = ScreenPhrases(
    screens=(
        ("설정(?: ?화면)?(?:을)? ?(?:열|보여)", "settings"),
        ("홈(?: ?화면)?(?:을|으로)? ?(?:열|보여|가)", "home"),
    ),
    apps=("^(?P<app>.+?) ?앱(?:을)? ?(?:열|켜|실행)",),
    done="네.",
)
JA: Final = ScreenPhrases(
    screens=(
        ("設定(?:画面)?を?(?:開|見せ)", "settings"),
        ("ホーム(?:画面)?[をに]?(?:開|見せ|戻)", "home"),
    ),
    apps=("^(?P<app>.+?)の?アプリを?(?:開|起動)",),
    done="はい。",
)
