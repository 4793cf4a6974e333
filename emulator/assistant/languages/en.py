"""English."""

from ..days import DayWords
from ..forecast import SEOUL, Sky
from ..skills.clock import ClockPhrases
from ..skills.jokes import JokePhrases
from ..skills.memo import MemoPhrases
from ..skills.music import MusicPhrases
from ..skills.notices import NoticePhrases
from ..skills.ringing import RingingPhrases
from ..skills.sums import SumPhrases
from ..skills.timer import TimerPhrases
from ..skills.volume import VolumePhrases
from ..skills.weather import WeatherPhrases
from . import devices, readings, screens
from .table import Table

_DAYS = DayWords(
    near=(
        (r"\b(?:today|tonight|now)\b", "today"),
        (r"\btomorrow\b", "tomorrow"),
        (r"\bday after tomorrow\b", "the day after tomorrow"),
    ),
    weekdays=(
        (r"\bmonday\b", "Monday"),
        (r"\btuesday\b", "Tuesday"),
        (r"\bwednesday\b", "Wednesday"),
        (r"\bthursday\b", "Thursday"),
        (r"\bfriday\b", "Friday"),
        (r"\b(?:saturday|weekend)\b", "Saturday"),
        (r"\bsunday\b", "Sunday"),
    ),
)

EN = Table(
    clock=ClockPhrases(
        time_asked=(
            r"\bwhat time\b",
            r"\bwhat(?:'s| is) the time\b",
            r"\bthe time (?:now|please)\b",
        ),
        date_asked=(
            r"\b(?:what|which) (?:day|date)\b",
            r"\bwhat(?:'s| is) (?:the|today's|tomorrow's) (?:date|day)\b",
            r"\bday of the week\b",
        ),
        time="It is {hour}{minute} {half}",
        minute=":{minute:02d}",
        full_hour="",
        before_noon="a.m.",
        after_noon="p.m.",
        date="{day} is {weekday}, {number} {month} {year}.",
        months=(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ),
        days=_DAYS,
    ),
    devices=devices.EN,
    readings=readings.EN,
    screens=screens.EN,
    jokes=JokePhrases(
        asked=(r"\bjokes?\b", r"\bmake me laugh\b", r"\bsomething funny\b"),
        jokes=(
            "Why did the speaker go to school? It wanted to be a little louder and a lot brighter.",
            "I asked the lamp how it felt. It said: a bit switched off today.",
            "A packet walks into a bar. The bar never knew, and the packet came again.",
        ),
    ),
    memo=MemoPhrases(
        dictated=(r"^\W*(?:memo|(?:take|make) a note|note down)\b[:,]? (?P<content>.+)",),
        noted="I have noted: {content}",
        asked=(r"\b(?:my|the|which|any|all) (?:memos|notes)\b",),
        none="You have no memos.",
        told="Your memos ({count}): {memos}.",
        forget=(r"\b(?:delete|forget|clear)\b.*\b(?:memos|notes)\b",),
        forgotten="All memos are deleted.",
    ),
    notices=NoticePhrases(
        asked=(r"\bnotifications?\b", r"\b(?:any|my) (?:news|messages)\b"),
        none="You have no notifications.",
        told="Your notifications ({count}): {notices}",
    ),
    music=MusicPhrases(
        play=(r"\bplay\b.*\b(?:music|songs?|something|radio)\b",),
        play_named=(r"\bplay\b", r"\bput on\b", r"\blisten to\b"),
        playing="Here is some music.",
        playing_track="Here is {title} by {artist}.",
        unable="This device cannot play music.",
        commands=(
            ((r"\b(?:next|skip this) (?:song|track|one)\b", r"^(?:next|skip)$"), "Next"),
            ((r"\b(?:previous|last) (?:song|track|one)\b", r"^(?:previous|back)$"), "Previous"),
            ((r"\bfrom the (?:start|beginning)\b", r"\bplay (?:it|that|this) again\b"), "Replay"),
            ((r"\bunmute\b", r"\bsound on\b"), "Unmute"),
            ((r"\bmute\b",), "Mute"),
            ((r"\bpause\b",), "Pause"),
            ((r"\b(?:resume|go on|continue)\b", r"^play$"), "Resume"),
            ((r"\b(?:stop|turn off)\b.*\b(?:music|songs?|radio)\b", r"^stop$"), "Stop"),
        ),
        repeat=(r"\brepeat\b",),
        repeat_no_more=(r"\b(?:stop|no|don't) repeat(?:ing)?\b", r"\brepeat off\b"),
        like=(r"\b(?:i )?like (?:this|the) (?:song|track|music)\b", r"^i like it$"),
        like_no_more=(
            r"\b(?:don't|do not) like (?:this|the) (?:song|track|music)\b",
            r"\bunlike\b",
        ),
        asked=(
            r"\bwhat(?:'s| is) (?:this song|playing|this track|this music)\b",
            r"\b(?:what|which) (?:song|track|music) is (?:this|playing)\b",
            r"\bwho (?:is singing|sings this)\b",
        ),
        told="This is {title} by {artist}.",
        told_held="That was {title} by {artist}.",
        told_nothing="Nothing is playing.",
        told_unknown="I do not know this one.",
        done="All right.",
    ),
    ringing=RingingPhrases(
        stop=(r"\b(?:stop|quiet|silence|turn (?:it )?off|be quiet|enough)\b",),
        stopped="All right, it is quiet.",
    ),
    sums=SumPhrases(
        plus=r"\bplus\b|\badded to\b",
        minus=r"\bminus\b",
        times=r"\btimes\b|\bmultiplied by\b|(?<=[0-9 ])x(?=[0-9 ])",
        divided=r"\bdivided by\b|\bover\b",
        result="That makes {value}.",
        by_zero="Nobody can divide by zero.",
    ),
    talk=(
        (
            (r"\bwhat (?:can|could) (?:you|i)\b", r"\bhelp\b", r"\bwhat do you know\b"),
            "Ask me for the time, the date, a city's weather, a sum, a timer or a joke.",
        ),
        (
            (r"\bwho are you\b", r"\bwhat are you\b", r"\byour name\b"),
            "I am a small emulator of CLOVA. I know a few things, and I answer by fixed rules.",
        ),
        (
            (r"\bhow are you\b", r"\bhow do you do\b"),
            "Very well, thank you. What can I do for you?",
        ),
        ((r"\bthank(?:s| you)\b", r"\bcheers\b"), "You are welcome."),
        ((r"\bgood ?bye\b", r"\bbye\b", r"\bsee you\b"), "Goodbye. Have a nice day."),
        ((r"\bgood night\b",), "Good night. Sleep well."),
        ((r"\bi (?:love|like) you\b",), "That is kind of you. I am glad to be here."),
        ((r"\bgood morning\b",), "Good morning. What can I do for you?"),
        (
            (r"^(?:hello|hi|hey|good (?:day|afternoon|evening))\b",),
            "Hello. What can I do for you?",
        ),
    ),
    timer=TimerPhrases(
        timer=(r"\btimers?\b", r"\bcountdown\b"),
        cancel=(
            r"\bcancel\b",
            r"\bstop\b",
            r"\bdelete\b",
            r"\bturn off\b",
            r"\bnever mind\b",
            r"\bforget it\b",
            r"^no\b",
        ),
        remaining=(r"\bhow (?:much|long)\b", r"\bleft\b", r"\bremain"),
        units=(r"hours?\b", r"(?:minutes?|mins?)\b", r"(?:seconds?|secs?)\b"),
        half=r" and a half\b",
        half_hour=r"\bhalf an hour\b",
        shown_units=(
            ("{n} hour", "{n} hours"),
            ("{n} minute", "{n} minutes"),
            ("{n} second", "{n} seconds"),
        ),
        joint=" and ",
        ask="For how long?",
        ask_again="I did not get that. How many minutes?",
        given_up="I still do not understand how long. Let us leave it.",
        set="Your timer is set for {duration}.",
        out_of_range="A timer can run from one second to one day. For how long?",
        left="The timer has {duration} left.",
        none_set="No timer is running.",
        cancelled="All right, no timer.",
    ),
    volume=VolumePhrases(
        level=r"\bvolume (?:to |at )?{number}(?![0-9])",
        louder=(
            r"\blouder\b",
            r"\bturn (?:it |the (?:volume|sound|music) )?up\b",
            r"\bvolume up\b",
        ),
        quieter=(
            r"\bquieter\b",
            r"\bturn (?:it |the (?:volume|sound|music) )?down\b",
            r"\bvolume down\b",
        ),
        done="All right.",
        unable="The volume of this device cannot be changed.",
    ),
    weather=WeatherPhrases(
        asked=(
            r"\bweather\b",
            r"\bforecast\b",
            r"\b(?:rain|snow|sunny|umbrella|temperature)\b",
            r"\bhow (?:cold|warm|hot)\b",
        ),
        reply="{day} in {place}: {sky}, {low} to {high} degrees.",
        skies={
            Sky.SUNNY: "sunny",
            Sky.PARTLY: "partly cloudy",
            Sky.CLOUDY: "cloudy",
            Sky.RAIN: "rain",
            Sky.SNOW: "snow",
        },
        home=SEOUL,
        elsewhere=r"\b(?:in|for|at) (?P<place>[a-z' -]+)$",
        no_place=(
            r"\b(?:the|this|on|like|be|please|here|my|area|morning|afternoon|evening|week)\b",
        ),
        unknown="I have no weather for {place}.",
        days=_DAYS,
    ),
    not_understood="I did not understand that. Ask me what I can do.",
)
