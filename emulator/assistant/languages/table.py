"""What each language has to bring."""

from dataclasses import dataclass

from ..skills.clock import ClockPhrases
from ..skills.devices import DevicePhrases
from ..skills.jokes import JokePhrases
from ..skills.memo import MemoPhrases
from ..skills.music import MusicPhrases
from ..skills.notices import NoticePhrases
from ..skills.readings import ReadingPhrases
from ..skills.ringing import RingingPhrases
from ..skills.screens import ScreenPhrases
from ..skills.sums import SumPhrases
from ..skills.talk import TalkPhrases
from ..skills.timer import TimerPhrases
from ..skills.volume import VolumePhrases
from ..skills.weather import WeatherPhrases


@dataclass(frozen=True, slots=True)
class Table:
    """The phrases of one language, skill by skill. Patterns are for sentences in plain form."""

    clock: ClockPhrases
    devices: DevicePhrases
    jokes: JokePhrases
    memo: MemoPhrases
    music: MusicPhrases
    notices: NoticePhrases
    readings: ReadingPhrases
    ringing: RingingPhrases
    screens: ScreenPhrases
    sums: SumPhrases
    talk: TalkPhrases
    timer: TimerPhrases
    volume: VolumePhrases
    weather: WeatherPhrases
    not_understood: str
