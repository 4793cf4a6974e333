"""What the assistant can do, in the order in which the skills are asked."""

from collections.abc import Mapping

from .language import Language
from .languages.table import Table
from .skills.base import Skill
from .skills.clock import ClockSkill
from .skills.devices import DeviceSkill
from .skills.jokes import JokeSkill
from .skills.memo import MemoSkill
from .skills.music import MusicSkill
from .skills.notices import NoticeSkill
from .skills.readings import ReadingSkill
from .skills.ringing import RingingSkill
from .skills.screens import ScreenSkill
from .skills.sums import SumSkill
from .skills.talk import TalkSkill
from .skills.timer import TimerSkill
from .skills.volume import VolumeSkill
from .skills.weather import WeatherSkill


def build(tables: Mapping[Language, Table]) -> tuple[Skill, ...]:
    """The skills with their phrases; the general ones last, as `hello` may precede anything."""
    devices = {language: table.devices for language, table in tables.items()}
    return (
        RingingSkill({language: table.ringing for language, table in tables.items()}),
        MemoSkill({language: table.memo for language, table in tables.items()}),
        NoticeSkill({language: table.notices for language, table in tables.items()}),
        TimerSkill({language: table.timer for language, table in tables.items()}),
        SumSkill({language: table.sums for language, table in tables.items()}),
        ScreenSkill({language: table.screens for language, table in tables.items()}),
        ReadingSkill({language: table.readings for language, table in tables.items()}, devices),
        DeviceSkill(devices),
        VolumeSkill({language: table.volume for language, table in tables.items()}),
        MusicSkill({language: table.music for language, table in tables.items()}),
        WeatherSkill({language: table.weather for language, table in tables.items()}),
        ClockSkill({language: table.clock for language, table in tables.items()}),
        JokeSkill({language: table.jokes for language, table in tables.items()}),
        TalkSkill({language: table.talk for language, table in tables.items()}),
    )
