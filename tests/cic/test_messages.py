"""The envelopes: events as they go out, directives as they come in."""

from types import MappingProxyType
from typing import Any
from uuid import UUID

from hypothesis import given, strategies as st
import orjson
import pytest

from custom_components.clova_cic.cic.errors import MessageError
from custom_components.clova_cic.cic.messages import ContextObject, Directive, Event, new_id

SECRET = "kim's secret"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def directive(**changes: object) -> bytes:
    """A directive's bytes, with changed fields; ... leaves a field out."""
    header = {"namespace": "Clova", "name": "RenderText", "messageId": "m", "dialogRequestId": "d"}
    for key, value in changes.items():
        if value is ...:
            del header[key]
        else:
            header[key] = value  # type: ignore[assignment]
    return orjson.dumps({"directive": {"header": header, "payload": {"text": "hi"}}})


@pytest.mark.cic("CIC-T-046", "CIC-TX-009")
def test_an_event_has_the_documented_shape() -> None:
    volume = ContextObject(namespace="Speaker", name="VolumeState", payload={"volume": 5})
    event = Event(
        namespace="TextRecognizer",
        name="Recognize",
        payload={"text": "오늘 날씨"},
        dialogue_id="dialogue",
        message_id="message",
    )
    assert orjson.loads(event.encode([volume])) == {
        "context": [
            {"header": {"namespace": "Speaker", "name": "VolumeState"}, "payload": {"volume": 5}}
        ],
        "event": {
            "header": {
                "namespace": "TextRecognizer",
                "name": "Recognize",
                "messageId": "message",
                "dialogRequestId": "dialogue",
            },
            "payload": {"text": "오늘 날씨"},
        },
    }


@pytest.mark.cic("CIC-T-046")
def test_an_event_without_context_and_payload_still_has_both() -> None:
    encoded = orjson.loads(Event(namespace="Clova", name="Test").encode())
    assert encoded["context"] == []
    assert encoded["event"]["payload"] == {}


def test_an_event_outside_a_dialogue_names_none() -> None:
    encoded = orjson.loads(Event(namespace="Clova", name="Test").encode())
    assert encoded["event"]["header"].keys() == {"namespace", "name", "messageId"}


@pytest.mark.cic("CIC-T-047")
def test_each_event_has_a_message_id_of_its_own_that_is_a_uuid() -> None:
    ids = {Event(namespace="Clova", name="Test").message_id for _ in range(100)}
    assert len(ids) == 100
    assert {str(UUID(one)) for one in ids} == ids


@pytest.mark.cic("CIC-T-047")
def test_an_event_that_is_sent_again_is_the_same_message() -> None:
    event = Event(namespace="Clova", name="Test")
    assert event.encode() == event.encode()
    assert orjson.loads(event.encode())["event"]["header"]["messageId"] == event.message_id


@pytest.mark.cic("CIC-T-073")
def test_a_new_id_is_a_random_uuid() -> None:
    assert UUID(new_id()).version == 4
    assert new_id() != new_id()


@given(st.dictionaries(st.text(), JSON))
def test_a_payload_is_sent_as_it_is(payload: dict[str, Any]) -> None:
    encoded = Event(namespace="Clova", name="Test", payload=payload).encode()
    assert orjson.loads(encoded)["event"]["payload"] == payload


def test_a_directive_is_read() -> None:
    assert Directive.decode(directive()) == Directive(
        namespace="Clova",
        name="RenderText",
        payload={"text": "hi"},
        message_id="m",
        dialogue_id="d",
    )
    assert Directive.decode(bytearray(directive())).qualified_name == "Clova.RenderText"
    assert Event(namespace="A", name="B").qualified_name == "A.B"


@pytest.mark.cic("CIC-T-062")
@pytest.mark.parametrize("wrapped", [True, False])
def test_a_message_may_stand_without_its_wrapper(wrapped: bool) -> None:
    message = {
        "header": {"namespace": "System", "name": "Exception", "messageId": "m"},
        "payload": {"code": "401", "description": "no"},
    }
    found = Directive.decode(orjson.dumps({"directive": message} if wrapped else message))
    assert found.qualified_name == "System.Exception"
    assert found.payload == {"code": "401", "description": "no"}
    assert found.message_id == "m"


@pytest.mark.cic("CIC-T-013")
def test_hello_needs_no_dialogue_and_no_payload() -> None:
    header = {"namespace": "Clova", "name": "Hello", "messageId": "m"}
    for rest in ('"payload":{}', '"payload":null', '"other":1'):
        body = b'{"directive":{"header":%s,%s}}' % (orjson.dumps(header), rest.encode())
        found = Directive.decode(body)
        assert (found.qualified_name, found.dialogue_id, found.payload) == ("Clova.Hello", None, {})


@pytest.mark.cic("CIC-T-061")
@pytest.mark.parametrize("given_id", ["dialog-id-here-1", "한글", " a ", "A0", "0" * 300])
def test_ids_are_opaque(given_id: str) -> None:
    found = Directive.decode(directive(messageId=given_id, dialogRequestId=given_id))
    assert (found.message_id, found.dialogue_id) == (given_id, given_id)


@pytest.mark.parametrize("value", [..., None, "", 5, True, [], {}])
def test_an_id_that_is_no_text_is_none(value: object) -> None:
    found = Directive.decode(directive(messageId=value, dialogRequestId=value))
    assert (found.message_id, found.dialogue_id) == ("", None)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not valid JSON"),
        (b'{"directive":', "not valid JSON"),
        (b'{"directive":{}}x', "not valid JSON"),
        (b'{"directive":"\xff"}', "not valid JSON"),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, "not valid JSON"),
        (b"null", "no header"),
        (b"[]", "no header"),
        (b'"text"', "no header"),
        (b"{}", "no header"),
        (b'{"directive":null}', "no header"),
        (b'{"directive":[]}', "no header"),
        (b'{"directive":{"payload":{}}}', "no header"),
        (b'{"directive":{"header":"Clova.Hello"}}', "no header"),
        (b'{"directive":{"header":{}}}', "names no message"),
        (directive(namespace=...), "names no message"),
        (directive(name=...), "names no message"),
        (directive(namespace=""), "names no message"),
        (directive(name=""), "names no message"),
        (directive(namespace=1), "names no message"),
        (directive(name=None), "names no message"),
        (directive(name=1), "names no message"),
        (directive(name="N" * 65), "names no message"),
    ],
)
def test_what_is_no_directive_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(MessageError, match=reason):
        Directive.decode(body)


@given(JSON.map(orjson.dumps) | st.binary())
def test_nothing_else_than_a_message_error_comes_of_foreign_bytes(body: bytes) -> None:
    try:
        found = Directive.decode(body)
    except MessageError:
        return
    assert found.namespace


def test_what_people_say_is_no_part_of_a_repr_or_an_error() -> None:
    payload = {"text": SECRET}
    for message in (
        Event(namespace="A", name="B", payload=payload),
        Directive(namespace="A", name="B", payload=payload),
        ContextObject(namespace="A", name="B", payload=payload),
    ):
        assert SECRET not in repr(message)
    with pytest.raises(MessageError) as refused:
        Directive.decode(f'{{"directive":"{SECRET}"'.encode())
    assert SECRET not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


def test_a_payload_may_be_any_mapping() -> None:
    payload = MappingProxyType({"text": "hi"})
    event = Event(namespace="Clova", name="Test", payload=payload)
    context = ContextObject(namespace="A", name="B", payload=payload)
    encoded = orjson.loads(event.encode([context]))
    assert encoded["event"]["payload"] == encoded["context"][0]["payload"] == {"text": "hi"}


@pytest.mark.parametrize("payload", [b"[1]", b'"hi"', b"false", b"0"])
def test_a_payload_that_is_no_object_is_a_flaw_of_a_known_directive(payload: bytes) -> None:
    found = Directive.decode(directive().replace(b'{"text":"hi"}', payload))
    assert (found.name, found.payload) == ("RenderText", {})
    assert found.flaw == "the payload is not an object"


def test_a_payload_that_is_an_object_has_no_flaw() -> None:
    assert Directive.decode(directive()).flaw is None
    assert Directive.decode(directive().replace(b'{"text":"hi"}', b"null")).flaw is None
