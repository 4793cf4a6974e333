"""Sentences and answers: through Home Assistant's conversation, over real TLS on loopback."""

import asyncio
import logging
from typing import Any

from homeassistant.components.conversation import async_get_agent_info, async_get_chat_log
from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers.chat_session import async_get_chat_session
from homeassistant.helpers.intent import IntentResponseErrorCode, IntentResponseType
import pytest

from custom_components.clova_cic.cic import Turn
from custom_components.clova_cic.const import DOMAIN
from custom_components.clova_cic.speech.voice import UNHEARD_TEXT
from emulator import Answer, Emulator, Fault, FaultKind, Place
from tests.ha import (
    AGENT,
    CONNECTIVITY,
    LIMIT,
    ask,
    connection_ended,
    hurry,
    set_up,
    speech,
    translation,
    trust,
    wait_for_state,
)

LANGUAGES = ["en", "ko", "ja"]


def directive(name: str, **payload: Any) -> dict[str, Any]:
    """Build a directive; the emulator fills in its ids."""
    namespace, _, short = name.partition(".")
    return {"directive": {"header": {"namespace": namespace, "name": short}, "payload": payload}}


def speak(text: str | None = None) -> dict[str, Any]:
    """Build a Speak, with or without its words."""
    words = {} if text is None else {"ttsText": text}
    url = "https://media.example/answer.mp3"
    return directive("SpeechSynthesizer.Speak", format="AUDIO_MPEG", token="t", url=url, **words)


def template(failure: str) -> dict[str, Any]:
    """Build a template that cannot be shown."""
    return directive(
        "Clova.RenderTemplate",
        type="Unheard",
        failureMessage={"type": "string", "value": failure},
    )


@pytest.fixture
async def cloud(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Emulator:
    """An emulator to which a device is connected."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    await set_up(hass, emulator)
    return emulator


def sentences(cloud: Emulator) -> list[dict[str, Any]]:
    """Return the payloads of the sentences that arrived."""
    return [request.event["event"]["payload"] for request in recognized(cloud)]


def recognized(cloud: Emulator) -> list[Any]:
    """Return the requests that carried sentences."""
    return [r for r in cloud.requests if r.event and r.name == "TextRecognizer.Recognize"]


@pytest.mark.cic("CIC-CL-020")
async def test_a_sentence_is_one_request_and_one_answer(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    cloud.answer_next(Answer([directive("Clova.RenderText", text="It is sunny.")]))
    result = await ask(hass, "How is the weather?")
    assert speech(result) == "It is sunny."
    assert result.response.response_type is IntentResponseType.ACTION_DONE
    assert result.response.language == "en"
    assert not result.continue_conversation
    assert sentences(cloud) == [{"text": "How is the weather?"}]


async def test_the_assistant_of_the_emulator_answers(hass: HomeAssistant, cloud: Emulator) -> None:
    result = await ask(hass, "오늘 날씨 어때?", language="ko")
    assert result.response.error_code is None
    assert speech(result)


async def test_what_was_said_is_not_asked_for_when_nobody_remembers_it(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    result = await ask(hass, UNHEARD_TEXT)
    assert speech(result) == translation("en", "exceptions.no_answer.message")
    assert recognized(cloud) == []


async def test_an_answer_that_breaks_off_is_told_as_far_as_it_came(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    cloud.answer_next(Answer([directive("Clova.RenderText", text="It is"), speak(), speak()]))
    cloud.inject(Fault(FaultKind.RESET, at=700))
    result = await ask(hass, "How is the weather?")
    assert speech(result) == "It is"
    assert result.response.error_code is None


async def test_an_answer_that_breaks_off_before_any_word_is_a_failure(
    hass: HomeAssistant, cloud: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud.answer_next(Answer([speak(), directive("Clova.RenderText", text="never told " * 1000)]))
    cloud.inject(Fault(FaultKind.SLOW, seconds=0.0005))  # a byte
    words = Turn.words

    async def words_and_then_a_loss(turn: Turn, *args: Any) -> str | None:
        found = await words(turn, *args)
        cloud.inject(Fault(FaultKind.DROP))
        return found

    monkeypatch.setattr(Turn, "words", words_and_then_a_loss)
    result = await ask(hass, "How is the weather?")
    assert speech(result) == translation("en", "exceptions.connection_lost.message")
    assert result.response.error_code is IntentResponseErrorCode.FAILED_TO_HANDLE
    await wait_for_state(hass, CONNECTIVITY, "on")


async def test_words_that_come_later_are_added(hass: HomeAssistant, cloud: Emulator) -> None:
    cloud.answer_next(
        Answer([directive("Clova.RenderText", text=text) for text in ("It is sunny.", "And warm.")])
    )
    assert speech(await ask(hass, "How is the weather?")) == "It is sunny.\nAnd warm."


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([speak("spoken"), directive("Clova.RenderText", text="shown")], "shown"),
        ([speak("spoken"), template("instead")], "instead"),
        ([speak(), template("instead")], "instead"),
        ([directive("Clova.RenderText", text=" "), speak("spoken")], "spoken"),
    ],
    ids=["shown text", "spoken text", "stand-in of a template", "blank text"],
)
@pytest.mark.cic("CIC-CL-031")
async def test_the_answer_is_the_best_text_there_is(
    hass: HomeAssistant, cloud: Emulator, parts: list[dict[str, Any]], expected: str
) -> None:
    cloud.answer_next(Answer(parts))
    assert speech(await ask(hass, "hello")) == expected


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_answer_without_any_text_is_told_in_the_language_of_the_sentence(
    hass: HomeAssistant, cloud: Emulator, language: str
) -> None:
    cloud.answer_next(Answer([speak()]))
    result = await ask(hass, "sing", language=language)
    assert speech(result) == translation(language, "common.spoken_reply")
    assert result.response.error_code is None

    cloud.answer_next(Answer([directive("Clova.Hello")]))
    result = await ask(hass, "help", language=language)
    assert speech(result) == translation(language, "common.silent_reply")


async def test_the_chat_log_holds_both_sides(hass: HomeAssistant, cloud: Emulator) -> None:
    cloud.answer_next(Answer([directive("Clova.RenderText", text="first answer")]))
    result = await ask(hass, "first")
    cloud.inject(Fault(FaultKind.EVENT_STATUS, status=500))
    failed = await ask(hass, "second", conversation_id=result.conversation_id)
    assert failed.conversation_id == result.conversation_id
    with (
        async_get_chat_session(hass, result.conversation_id) as session,
        async_get_chat_log(hass, session) as log,
    ):
        said = [(item["role"], item["content"]) for item in log.as_dict()["content"][1:]]
    assert said == [
        ("user", "first"),
        ("assistant", "first answer"),
        ("user", "second"),
        ("assistant", speech(failed)),
    ]


@pytest.mark.cic("CIC-TX-005", "CIC-T-076", "CIC-T-077")
async def test_a_question_keeps_the_conversation_open_and_its_answer_refers_to_it(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    cloud.answer_next(
        Answer(
            [
                directive("Clova.RenderText", text="For how long?"),
                directive(
                    "SpeechRecognizer.ExpectSpeech",
                    expectSpeechId="question-1",
                    explicit=True,
                    timeoutInMilliseconds=5000,
                ),
            ]
        )
    )
    asked = await ask(hass, "Set a timer")
    assert asked.continue_conversation

    cloud.answer_next(Answer([directive("Clova.RenderText", text="Ten minutes.")]))
    done = await ask(hass, "ten minutes", conversation_id=asked.conversation_id)
    assert not done.continue_conversation
    first, second = recognized(cloud)
    header = "dialogRequestId"
    assert second.event["event"]["header"][header] == first.event["event"]["header"][header]
    assert sentences(cloud)[1] == {
        "text": "ten minutes",
        "speechId": "question-1",
        "explicit": True,
    }


@pytest.mark.cic("CIC-TX-003", "CIC-TX-006")
async def test_another_conversation_does_not_answer_the_question(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    cloud.answer_next(
        Answer(
            [
                directive("Clova.RenderText", text="For how long?"),
                directive(
                    "SpeechRecognizer.ExpectSpeech",
                    expectSpeechId="question-1",
                    explicit=True,
                    timeoutInMilliseconds=5000,
                ),
            ]
        )
    )
    await ask(hass, "Set a timer")
    await ask(hass, "Hello from another room")
    first, second = recognized(cloud)
    header = "dialogRequestId"
    assert second.event["event"]["header"][header] != first.event["event"]["header"][header]
    assert sentences(cloud)[1] == {"text": "Hello from another room"}


async def test_two_rooms_at_once_get_their_own_answers(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    for text in ("for the kitchen", "for the bedroom"):
        cloud.answer_next(Answer([directive("Clova.RenderText", text=text)]))
    kitchen, bedroom = await asyncio.gather(
        ask(hass, "I am in the kitchen"), ask(hass, "I am in the bedroom")
    )
    assert speech(kitchen) == "for the kitchen"
    assert speech(bedroom) == "for the bedroom"
    assert kitchen.conversation_id != bedroom.conversation_id


STATUS_TEXTS = [(400, "rejected"), (418, "rejected"), (500, "server_error"), (503, "server_error")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("status", "key"), STATUS_TEXTS)
@pytest.mark.cic("CIC-T-067", "CIC-T-066", "CIC-SY-021")
async def test_an_error_status_is_spoken_in_the_language_of_the_sentence(
    hass: HomeAssistant, cloud: Emulator, status: int, key: str, language: str
) -> None:
    cloud.inject(Fault(FaultKind.EVENT_STATUS, status=status))
    result = await ask(hass, "hello", language=language)
    assert speech(result) == translation(language, f"exceptions.{key}.message", status=str(status))
    assert result.response.response_type is IntentResponseType.ERROR
    assert result.response.error_code is IntentResponseErrorCode.FAILED_TO_HANDLE
    assert not result.continue_conversation


@pytest.mark.parametrize(
    ("fault", "key"),
    [
        (Fault(FaultKind.SILENCE), "no_answer"),
        (Fault(FaultKind.EVENT_STATUS, status=500, bare=True), "server_error"),
        (Fault(FaultKind.EVENT_STATUS, status=500, body=False), "server_error"),
        (Fault(FaultKind.RESET), "broken_off"),
        (Fault(FaultKind.DROP, on=Place.EVENT), "connection_lost"),
    ],
    ids=["silence", "bare envelope", "no body", "reset", "drop"],
)
@pytest.mark.cic("CIC-SY-023")
async def test_a_failed_sentence_is_told_and_the_next_one_works(
    hass: HomeAssistant, cloud: Emulator, fault: Fault, key: str
) -> None:
    cloud.inject(fault)
    result = await ask(hass, "hello")
    expected = translation("en", f"exceptions.{key}.message", status="500")
    assert speech(result) == expected
    await wait_for_state(hass, CONNECTIVITY, "on")
    again = directive("Clova.RenderText", text="Here again.")
    cloud.answer_next(Answer([again], to="TextRecognizer.Recognize"))
    assert speech(await ask(hass, "again")) == "Here again."


async def test_an_empty_answer_is_told(hass: HomeAssistant, cloud: Emulator) -> None:
    cloud.answer_next(Answer(status=204))
    result = await ask(hass, "hello", language="ja-JP")
    assert speech(result) == translation("ja", "exceptions.no_answer.message")
    assert result.response.error_code is IntentResponseErrorCode.FAILED_TO_HANDLE


async def test_without_a_connection_the_reason_is_spoken(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    cloud.inject(Fault(FaultKind.DOWNCHANNEL_STATUS, status=500, times=None))
    cloud.inject(Fault(FaultKind.DROP))
    await wait_for_state(hass, AGENT, STATE_UNAVAILABLE)
    await cloud.wait_for(
        lambda: [r for r in cloud.requests if r.path == "/v1/directives" and r.status == 500],
        LIMIT,
    )
    result = await ask(hass, "안녕", language="ko")
    assert speech(result) == translation(
        "ko", "exceptions.downchannel_status.message", status="500"
    )


@pytest.mark.cic("CIC-T-028")
async def test_a_refused_token_is_spoken_and_starts_a_new_sign_in(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    cloud.inject(Fault(FaultKind.EVENT_STATUS, status=401))
    result = await ask(hass, "hello")
    assert speech(result) == translation("en", "exceptions.token.message")
    await connection_ended(entry)
    await hass.async_block_till_done()
    (flow,) = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert flow["context"]["source"] == SOURCE_REAUTH


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.cic("CIC-TX-001")
async def test_an_empty_sentence_is_answered_without_asking_the_cloud(
    hass: HomeAssistant, cloud: Emulator, language: str
) -> None:
    result = await ask(hass, " \n", language=language)
    assert speech(result) == translation(language, "exceptions.unusable_sentence.message")
    assert result.response.error_code is IntentResponseErrorCode.NO_INTENT_MATCH
    assert recognized(cloud) == []


async def test_a_very_long_sentence_arrives_whole(hass: HomeAssistant, cloud: Emulator) -> None:
    long = "가나다라마 " * 2000
    cloud.answer_next(Answer([directive("Clova.RenderText", text="That was long.")]))
    assert speech(await ask(hass, long, language="ko")) == "That was long."
    assert sentences(cloud) == [{"text": long.strip()}]
    cloud.answer_next(Answer([directive("Clova.RenderText", text="Still here.")]))
    assert speech(await ask(hass, "hello")) == "Still here."


async def test_a_cancelled_sentence_ends_at_once_and_the_next_one_works(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    cloud.inject(Fault(FaultKind.SILENCE))
    asking = hass.async_create_task(ask(hass, "hello"), eager_start=True)
    await cloud.wait_for(lambda: recognized(cloud), LIMIT)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    cloud.answer_next(Answer([directive("Clova.RenderText", text="Here.")]))
    assert speech(await ask(hass, "again")) == "Here."


async def test_the_action_of_home_assistant_asks_the_device(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    cloud.answer_next(Answer([directive("Clova.RenderText", text="안녕하세요.")]))
    response: Any = await hass.services.async_call(
        "conversation",
        "process",
        {"text": "안녕", "agent_id": AGENT, "language": "ko"},
        blocking=True,
        return_response=True,
    )
    assert response["response"]["speech"]["plain"]["speech"] == "안녕하세요."


async def test_the_agent_speaks_three_languages(hass: HomeAssistant, cloud: Emulator) -> None:
    agent = hass.data["conversation"].get_entity(AGENT)
    assert sorted(agent.supported_languages) == sorted(LANGUAGES)
    info = async_get_agent_info(hass, AGENT)
    assert info is not None
    assert info.supports_streaming
    state = hass.states.get(AGENT)
    assert state is not None
    assert state.attributes["friendly_name"] == "CLOVA"


async def test_no_secret_is_logged_whatever_the_level(
    hass: HomeAssistant, cloud: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    """Home Assistant's own debug lines hold sentences; those of this integration must not."""
    caplog.set_level(logging.DEBUG, f"custom_components.{DOMAIN}")
    cloud.inject(Fault(FaultKind.DROP))
    await wait_for_state(hass, CONNECTIVITY, "off")
    await wait_for_state(hass, CONNECTIVITY, "on")
    cloud.answer_next(Answer([directive("Clova.RenderText", text="the answer is a secret")]))
    await ask(hass, "a question that is private")
    cloud.inject(Fault(FaultKind.EVENT_STATUS, status=500))
    await ask(hass, "a question that is private")
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    own = "\n".join(
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("custom_components.")
    )
    assert own
    for secret in (cloud.token, str(entry.unique_id), "a question that is private", "is a secret"):
        assert secret not in own
