"""What one can say to the assistant where speech is really recognised: English sentences."""

from typing import Final

SLOTS: Final = {
    "digit": "one | two | three | four | five | six | seven | eight | nine",
    "teen": "ten | eleven | twelve | thirteen | fourteen | fifteen | sixteen | seventeen"
    " | eighteen | nineteen",
    "tens": "twenty | thirty | forty | fifty | sixty | seventy | eighty | ninety",
    "number": "<digit> | <teen> | <tens> [<digit>]",
    "unit": "seconds | minutes | hours",
    "day": "today | tomorrow | on monday | on tuesday | on wednesday | on thursday | on friday"
    " | on saturday | on sunday",
    # Those of forecast.PLACES whose names the recogniser's dictionary has.
    "place": "seoul | incheon | jeju | tokyo | osaka | kyoto | nagoya | sapporo | fukuoka"
    " | okinawa | london | paris | berlin | new york",
}
"""What may stand in a sentence as `<name>`, and in what follows here."""

SENTENCES: Final = (
    "hello",
    "good morning",
    "good night",
    "goodbye",
    "how are you",
    "who are you",
    "what is your name",
    "what can you do",
    "thank you",
    "what time is it",
    "what is the time",
    "what is the date",
    "what day is it",
    "how is the weather",
    "how is the weather <day>",
    "how is the weather in <place>",
    "what is the weather in <place>",
    "will it rain <day>",
    "tell me a joke",
    "make me laugh",
    "what is <number> plus <number>",
    "what is <number> minus <number>",
    "what is <number> times <number>",
    "what is <number> divided by <number>",
    "set a timer",
    "set a timer for <number> <unit>",
    "<number> <unit>",
    "how much time is left on the timer",
    "cancel the timer",
    "play some music",
    "play the radio",
    "stop the music",
    "pause the music",
    "resume the music",
    "next song",
    "turn the volume up",
    "turn the volume down",
    "volume <number>",
    "stop",
)
"""Whatever is said is taken for one of these: a further one makes the others harder to tell apart."""


def grammar() -> str:
    """All that as a JSGF grammar."""
    rules = [f"<{name}> = {choice};" for name, choice in SLOTS.items()]
    public = f"public <sentence> = {' | '.join(SENTENCES)};"
    return "\n".join(["#JSGF V1.0;", "grammar sentences;", *rules, public])
