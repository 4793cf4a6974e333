"""The rule-based assistant."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import count

from hypothesis import given, strategies as st
import pytest

from emulator.assistant import Assistant, Reply
from emulator.assistant.arithmetic import SumError, Token, calculate
from emulator.assistant.forecast import PLACES, SEOUL, Sky, forecast
from emulator.assistant.language import Language, detect, plain
from emulator.assistant.numbers import NUMBER, shown, value_of
from emulator.assistant.situation import Ability, Situation
from emulator.config import local_now

from .client import Client, Response
from .conftest import NOW

KO, JA, EN = Language.KO, Language.JA, Language.EN


class Talk:
    """One user's conversation, by a clock that can be moved."""

    def __init__(self) -> None:
        self.now = NOW
        self.assistant = Assistant(lambda: self.now)
        self._dialogues = count()

    def ask(
        self,
        text: str,
        dialogue: str | None = None,
        user: int = 1,
        situation: Situation | None = None,
    ) -> Reply:
        dialogue = dialogue or f"new-{next(self._dialogues)}"
        return self.assistant.answer(text, user=user, dialogue_id=dialogue, situation=situation)

    def say(self, text: str) -> str:
        return self.ask(text).text


@pytest.fixture
def talk() -> Talk:
    return Talk()


REPLIES = {
    # Greetings and small talk.
    "Hello!": "Hello. What can I do for you?",
    "hi there": "Hello. What can I do for you?",
    "good morning": "Good morning. What can I do for you?",
    "how are you?": "Very well, thank you. What can I do for you?",
    "Thank you.": "You are welcome.",
    "bye": "Goodbye. Have a nice day.",
    "good night": "Good night. Sleep well.",
    "I love you": "That is kind of you. I am glad to be here.",
    "Who are you?": "I am a small emulator of CLOVA. I know a few things, and I answer by fixed rules.",
    "what can you do": "Ask me for the time, the date, a city's weather, a sum, a timer or a joke.",
    "안녕하세요": "안녕하세요. 무엇을 도와드릴까요?",
    "고마워": "천만에요.",
    "뭐 할 수 있어?": (
        "시간과 날짜, 도시의 날씨, 간단한 계산을 물어보세요. 타이머를 맞추고 농담도 할 수 있어요."
    ),
    "너는 누구야": "저는 클로바를 흉내 내는 작은 에뮬레이터예요. 정해진 규칙으로 대답해요.",
    "こんにちは": "こんにちは。何をしましょうか。",
    "ありがとう!": "どういたしまして。",
    "名前は？": "CLOVAのまねをする小さなエミュレーターです。決まった規則で答えます。",
    "何ができますか": (
        "時間や日付、都市の天気、簡単な計算を聞いてください。"
        "タイマーをセットしたり、冗談を言ったりもできます。"
    ),
    # Time and date; it is Friday, 20 November 2026, 15:05.
    "What time is it?": "It is 3:05 p.m.",
    "What's the date today?": "Today is Friday, 20 November 2026.",
    "what day is it tomorrow": "Tomorrow is Saturday, 21 November 2026.",
    "which day is the day after tomorrow": "The day after tomorrow is Sunday, 22 November 2026.",
    "what date is monday": "Monday is Monday, 23 November 2026.",
    "지금 몇 시야?": "지금은 오후 3시 5분이에요.",
    "오늘 며칠이야": "오늘 날짜는 2026년 11월 20일 금요일이에요.",
    "今何時ですか": "今は午後3時5分です。",
    "明日は何曜日？": "明日は2026年11月21日、土曜日です。",
    "明後日は何日": "明後日は2026年11月22日、日曜日です。",
    # Sums.
    "what is 12 times 3": "That makes 36.",
    "What's seven plus eight?": "That makes 15.",
    "(3 + 4) * 2 =": "That makes 14.",
    "how much is 10 divided by 4": "That makes 2.5.",
    "1 / 3": "That makes 0.333333.",
    "one hundred and twenty five minus five": "That makes 120.",
    "two thousand minus one": "That makes 1999.",
    "1,000 × 3 ÷ 2 − 1": "That makes 1499.",
    "2 minus -3": "That makes 5.",
    "5 over 0": "Nobody can divide by zero.",
    "3 더하기 4는 얼마야?": "정답은 7입니다.",
    "이십오 곱하기 사": "정답은 100입니다.",
    "만이천 빼기 이": "정답은 11998입니다.",
    "10 나누기 0": "0으로는 나눌 수 없어요.",
    "3足す4は？": "答えは7です。",
    "二十五掛ける四はいくつ": "答えは100です。",
    "一万二千引く二〇": "答えは11980です。",
    "10割る0": "0で割ることはできません。",
    # Weather.
    "hi, what's the weather like tomorrow?": "Tomorrow in Seoul: cloudy, -2 to 6 degrees.",
    "will it rain in New York on Monday": "Monday in New York: partly cloudy, 1 to 11 degrees.",
    "weather this weekend": "Tomorrow in Seoul: cloudy, -2 to 6 degrees.",
    "weather in Springfield": "I have no weather for Springfield.",
    "how is the weather in the morning": "Today in Seoul: sunny, -2 to 6 degrees.",
    "안녕 클로바, 오늘 날씨 어때?": "오늘 서울 날씨는 맑고, 기온은 -2도에서 6도예요.",
    "내일 부산 날씨 알려줘": "내일 부산 날씨는 구름이 조금 있고, 기온은 4도에서 13도예요.",
    "춘천 내일 날씨": "춘천 날씨는 아직 몰라요.",
    "明日の天気は？": "明日の東京は晴れ時々くもり、気温は6度から13度です。",
    "こんにちは、大阪の天気": "今日の大阪は晴れ、気温は9度から17度です。",
    "松本の天気は": "松本の天気は分かりません。",
    # And what is not understood.
    "colourless green ideas": "I did not understand that. Ask me what I can do.",
    "무색의 초록 생각": "잘 이해하지 못했어요. 무엇을 할 수 있는지 물어보세요.",
    "無色の緑": "すみません、分かりませんでした。何ができるか聞いてみてください。",
    "2 + ": "I did not understand that. Ask me what I can do.",
    "2 + (3": "I did not understand that. Ask me what I can do.",
    "": "I did not understand that. Ask me what I can do.",
}


@pytest.mark.parametrize(("said", "reply"), REPLIES.items())
def test_replies(talk: Talk, said: str, reply: str) -> None:
    assert talk.say(said) == reply


@pytest.mark.parametrize(
    ("hour", "minute", "english", "korean", "japanese"),
    [
        (0, 0, "It is 12 a.m.", "지금은 오전 12시 정각이에요.", "今は午前12時ちょうどです。"),
        (12, 30, "It is 12:30 p.m.", "지금은 오후 12시 30분이에요.", "今は午後12時30分です。"),
        (23, 0, "It is 11 p.m.", "지금은 오후 11시 정각이에요.", "今は午後11時ちょうどです。"),
    ],
)
def test_hours(
    talk: Talk, hour: int, minute: int, english: str, korean: str, japanese: str
) -> None:
    talk.now = datetime(2026, 1, 1, hour, minute, tzinfo=UTC)
    assert talk.say("what time is it") == english
    assert talk.say("몇 시야") == korean
    assert talk.say("何時") == japanese


@pytest.mark.parametrize("said", ["tell me a joke", "농담 해 줘", "冗談を言って"])
def test_jokes_go_round(talk: Talk, said: str) -> None:
    jokes = [talk.say(said) for _ in range(4)]
    assert len(set(jokes)) == 3
    assert jokes[3] == jokes[0]


QUESTIONS = {
    "set a timer": ("For how long?", "ten minutes", "Your timer is set for 10 minutes."),
    "please start a countdown": ("For how long?", "5", "Your timer is set for 5 minutes."),
    "타이머 맞춰줘": ("몇 분으로 맞출까요?", "십 분", "네, 10분 타이머를 맞췄어요."),
    "타이머": ("몇 분으로 맞출까요?", "열두 시간", "네, 12시간 타이머를 맞췄어요."),
    "タイマーをセットして": ("何分にしますか。", "十分", "タイマーを10分にセットしました。"),
    "タイマー": ("何分にしますか。", "30秒", "タイマーを30秒にセットしました。"),
}


@pytest.mark.parametrize("said", QUESTIONS)
def test_a_timer_asks_how_long(talk: Talk, said: str) -> None:
    question, answer, confirmation = QUESTIONS[said]
    first = talk.ask(said, "d")
    assert (first.text, first.asks) == (question, True)
    second = talk.ask(answer, "d")
    assert (second.text, second.asks) == (confirmation, False)


DURATIONS = {
    "timer for half an hour": "Your timer is set for 30 minutes.",
    "set a timer for an hour and a half": "Your timer is set for 1 hour and 30 minutes.",
    "set a 90 second timer": "Your timer is set for 1 minute and 30 seconds.",
    "timer, 1 hour 2 minutes and 3 secs": (
        "Your timer is set for 1 hour and 2 minutes and 3 seconds."
    ),
    "한 시간 반 타이머": "네, 1시간 30분 타이머를 맞췄어요.",
    "타이머 반시간": "네, 30분 타이머를 맞췄어요.",
    "타이머 이십 분 삼십 초": "네, 20분 30초 타이머를 맞췄어요.",
    "1時間半のタイマー": "タイマーを1時間30分にセットしました。",
    "半時間のタイマー": "タイマーを30分にセットしました。",
}


@pytest.mark.parametrize(("said", "reply"), DURATIONS.items())
def test_a_timer_at_once(talk: Talk, said: str, reply: str) -> None:
    assert talk.say(said) == reply


def test_the_answer_must_be_of_the_same_dialogue(talk: Talk) -> None:
    talk.ask("set a timer", "d")
    assert talk.ask("ten minutes", "other").text.startswith("I did not understand")
    assert talk.ask("ten minutes", "d").text.startswith("I did not understand")


def test_the_answer_must_be_of_the_same_user(talk: Talk) -> None:
    talk.ask("set a timer", "d", user=1)
    assert talk.ask("ten minutes", "d", user=2).text.startswith("I did not understand")
    assert talk.ask("ten minutes", "d", user=1).text == "Your timer is set for 10 minutes."


def test_an_answer_without_letters_keeps_the_language(talk: Talk) -> None:
    talk.ask("타이머 맞춰줘", "d")
    assert talk.ask("10", "d").text == "네, 10분 타이머를 맞췄어요."


def test_the_question_is_asked_twice_at_most(talk: Talk) -> None:
    assert talk.ask("set a timer", "d").asks
    again = talk.ask("bananas", "d")
    assert (again.text, again.asks) == ("I did not get that. How many minutes?", True)
    last = talk.ask("bananas", "d")
    assert not last.asks
    assert last.text == "I still do not understand how long. Let us leave it."


def test_another_request_may_come_in_its_place(talk: Talk) -> None:
    talk.ask("set a timer", "d")
    reply = talk.ask("what time is it", "d")
    assert (reply.text, reply.asks) == ("It is 3:05 p.m.", False)


@pytest.mark.parametrize("answer", ["zero minutes", "25 hours", "0"])
def test_a_duration_out_of_range_is_asked_again(talk: Talk, answer: str) -> None:
    talk.ask("set a timer", "d")
    reply = talk.ask(answer, "d")
    assert reply.asks
    assert "from one second to one day" in reply.text
    assert talk.ask("24 hours", "d").text == "Your timer is set for 24 hours."


@pytest.mark.parametrize(
    ("said", "answer", "reply"),
    [
        ("set a timer", "never mind", "All right, no timer."),
        ("타이머", "아니, 됐어", "네, 타이머를 취소했어요."),
        ("タイマー", "やめて", "はい、タイマーを取り消しました。"),
    ],
)
def test_the_question_can_be_dropped(talk: Talk, said: str, answer: str, reply: str) -> None:
    talk.ask(said, "d")
    assert talk.ask(answer, "d") == Reply(reply, detect(reply) or EN)


def test_a_running_timer(talk: Talk) -> None:
    assert talk.say("how long is left on the timer") == "No timer is running."
    assert talk.say("cancel the timer") == "No timer is running."
    talk.say("timer 10 minutes")
    talk.now += timedelta(minutes=2)
    assert talk.say("how long is left on the timer") == "The timer has 8 minutes left."
    assert talk.say("타이머 얼마나 남았어") == "8분 남았어요."
    assert talk.say("タイマーの残りは") == "残りは8分です。"
    assert talk.say("cancel the timer") == "All right, no timer."
    assert talk.say("cancel the timer") == "No timer is running."
    talk.say("timer 10 minutes")
    talk.now += timedelta(minutes=10)
    assert talk.say("how long is left on the timer") == "No timer is running."


def test_users_have_timers_of_their_own(talk: Talk) -> None:
    talk.ask("timer 10 minutes", user=1)
    assert talk.ask("how long is left on the timer", user=2).text == "No timer is running."


def test_quiet_users_are_forgotten(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emulator.assistant.engine.MAX_CLIENTS", 2)
    talk.ask("timer 10 minutes", user=1)
    for user in (2, 3):
        talk.ask("hello", user=user)
    assert talk.ask("how long is left on the timer", user=1).text == "No timer is running."


# Its parts.


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("hello", EN),
        ("안녕 CLOVA", KO),
        ("CLOVAさん", JA),
        ("東京", JA),
        ("서울の 날씨", KO),
        ("3 + 4", None),
        ("", None),
    ],
)
def test_languages_by_script(text: str, language: Language | None) -> None:
    assert detect(text) is language


def test_the_plain_form() -> None:
    assert plain("  What\u2019s  １２ ？! ") == "what's 12"


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("12", EN, 12),
        ("1,234.5", EN, Fraction("1234.5")),
        ("forty-two", EN, 42),
        ("nine hundred and one", EN, 901),
        ("hundred", EN, 100),
        ("three thousand two", EN, 3002),
        ("삼백이십", KO, 320),
        ("십", KO, 10),
        ("만", KO, 10_000),
        ("이천육", KO, 2006),
        ("스무", KO, 20),
        ("열두", KO, 12),
        ("二〇二六", JA, 2026),
        ("九十九", JA, 99),
        ("一万", JA, 10_000),
    ],
)
def test_numbers(text: str, language: Language, value: Fraction) -> None:
    assert value_of(text, language) == value


@pytest.mark.parametrize(("text", "language"), [("one banana", EN), ("가나", KO), ("あ", JA)])
def test_words_that_are_no_numbers(text: str, language: Language) -> None:
    with pytest.raises(ValueError, match=r"is no num"):
        value_of(text, language)


@given(st.integers(0, 99_999_999))
def test_korean_and_japanese_numerals(number: int) -> None:
    def numerals(digits: str, scales: str, myriad: str) -> str:
        def group(value: int) -> str:
            places = [(value // 10**power % 10, power) for power in (3, 2, 1, 0)]
            return "".join(
                ("" if digit == 1 and power else digits[digit])
                + (scales[power - 1] if power else "")
                for digit, power in places
                if digit
            )

        high, low = divmod(number, 10_000)
        upper = (group(high) if high > 1 else "") + myriad if high else ""
        return (upper + group(low)) or digits[0]

    assert value_of(numerals("영일이삼사오육칠팔구", "십백천", "만"), KO) == number
    assert value_of(numerals("〇一二三四五六七八九", "十百千", "万"), JA) == number


def test_every_language_has_numbers() -> None:
    assert set(NUMBER) == set(Language)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(3), "3"),
        (Fraction(1, 2), "0.5"),
        (Fraction(2, 3), "0.666667"),
        (-Fraction(5, 4), "-1.25"),
    ],
)
def test_shown_numbers(value: Fraction, text: str) -> None:
    assert shown(value) == text


def test_sums_that_are_none() -> None:
    one = Fraction(1)
    wrong: list[list[Token]] = [[], [one, one], ["*", one], ["(", one], [one, "+"], [one, ")"]]
    for tokens in wrong:
        with pytest.raises(SumError):
            calculate(tokens)
    long: list[Token] = [one]
    for _ in range(40):
        long += ["+", one]
    with pytest.raises(SumError, match=r"too long"):
        calculate(long)


def test_a_very_deep_sum(talk: Talk) -> None:
    assert "did not understand" in talk.say("(" * 500 + "1 + 1" + ")" * 500)


def test_a_very_long_sentence(talk: Talk) -> None:
    """Only its beginning is looked at, so that no pattern takes long."""
    assert talk.say("hello " + "one " * 100_000) == "Hello. What can I do for you?"


@given(st.text(max_size=60))
def test_nothing_that_is_said_breaks_it(text: str) -> None:
    talk = Talk()
    talk.ask("set a timer", "d")
    assert talk.ask(text, "d").text
    assert talk.ask(text, "e").text
    assert talk.ask(text, "f", situation=Situation(frozenset(Ability))).text


def test_the_weather_is_consistent_and_fits_the_season() -> None:
    for place in PLACES:
        summer = [forecast(place, date(2026, 7, day)) for day in range(1, 32)]
        winter = [forecast(place, date(2026, 1, day)) for day in range(1, 32)]
        assert summer == [forecast(place, date(2026, 7, day)) for day in range(1, 32)]
        assert sum(each.high for each in summer) > sum(each.high for each in winter)
        assert all(each.low < each.high for each in summer + winter)
        assert len({each.sky for each in summer}) > 2
        assert not any(each.sky is Sky.SNOW for each in summer)
    assert any(forecast(SEOUL, date(2026, 1, day)).sky is Sky.SNOW for day in range(1, 32))


def test_the_default_clock_has_a_zone() -> None:
    assert local_now().utcoffset() is not None


async def test_a_question_in_korean_over_the_wire(client: Client, channel: Response) -> None:
    response = await client.ask("타이머 맞춰줘", "11111111-1111-4111-8111-111111111111")
    assert list(response.directives) == ["RenderText", "Speak", "ExpectSpeech"]
    assert response.directives["Speak"]["ttsLang"] == "ko"
    answer = await client.ask(
        "십 분",
        "11111111-1111-4111-8111-111111111111",
        speechId=response.directives["ExpectSpeech"]["expectSpeechId"],
        explicit=True,
    )
    assert answer.directives["RenderText"] == {"text": "네, 10분 타이머를 맞췄어요."}
