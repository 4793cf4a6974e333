"""How one asks for the state of the device, in each language."""

from typing import Final

from ..skills.readings import ReadingPhrases

EN: Final = ReadingPhrases(
    battery=(r"\bbattery\b",),
    output=(r"\bsound output\b", r"\bwhere\b.*\bsound\b"),
    brightness=(r"\bhow bright\b",),
    mode=(r"\bsound mode\b",),
    is_on=(r"^(?:is|are) .*\b(?:on|off)$",),
    charge="The battery is at {value} percent.",
    charging="The battery is at {value} percent and charging.",
    level="The brightness is {value}.",
    states={
        "on": "It is on.",
        "off": "It is off.",
        "ring": "It rings.",
        "silent": "It is silent.",
        "vibrate": "It vibrates.",
        "builtin": "The sound comes from the device itself.",
        "aux": "The sound goes out by wire.",
        "bluetooth": "The sound goes out over Bluetooth.",
        "airplay": "The sound goes out over AirPlay.",
    },
)
KO: Final = ReadingPhrases(
    battery=("배터리",),
    output=("소리.*(?:어디|출력)", "출력 ?장치"),
    brightness=("밝기.*(?:얼마|몇)",),
    mode=("소리 ?모드",),
    is_on=("(?:켜|꺼)져 ?있",),
    charge="배터리는 {value}퍼센트예요.",
    charging="배터리는 {value}퍼센트이고 충전 중이에요.",
    level="밝기는 {value}이에요.",
    states={
        "on": "켜져 있어요.",
        "off": "꺼져 있어요.",
        "ring": "벨소리 모드예요.",
        "silent": "무음 모드예요.",
        "vibrate": "진동 모드예요.",
        "builtin": "기기에서 소리가 나와요.",
        "aux": "유선으로 소리가 나가요.",
        "bluetooth": "블루투스로 소리가 나가요.",
        "airplay": "에어플레이로 소리가 나가요.",
    },
)
JA: Final = ReadingPhrases(
    battery=("バッテリー|電池",),
    output=("音.*(?:どこ|出力)",),
    brightness=("明るさは",),
    mode=("サウンドモード",),
    is_on=("(?:ついて|入って|オンになって|オフになって)い?(?:る|ます)",),
    charge="バッテリーは{value}パーセントです。",
    charging="バッテリーは{value}パーセントで、充電中です。",
    level="明るさは{value}です。",
    states={
        "on": "オンです。",
        "off": "オフです。",
        "ring": "着信音が鳴ります。",
        "silent": "消音です。",
        "vibrate": "バイブです。",
        "builtin": "この機器から音が出ます。",
        "aux": "ケーブルで音が出ます。",
        "bluetooth": "ブルートゥースで音が出ます。",
        "airplay": "AirPlayで音が出ます。",
    },
)
