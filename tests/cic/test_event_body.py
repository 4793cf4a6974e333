"""The bodies of events."""

from unittest.mock import patch
from uuid import UUID

import pytest

from custom_components.clova_cic.cic import event_body
from custom_components.clova_cic.cic.event_body import encode_event, encode_speech, new_boundary
from custom_components.clova_cic.cic.multipart import boundary_of

from .vectors import peer

METADATA = '{"context":[],"event":{"payload":{"text":"오늘 날씨"}}}'.encode()


@pytest.mark.cic("CIC-T-032")
def test_an_event_is_one_part_that_another_parser_can_read() -> None:
    encoded = encode_event(METADATA)
    assert peer(encoded.head, boundary_of(encoded.content_type)) == [
        (
            {
                "content-disposition": 'form-data; name="metadata"',
                "content-type": "application/json; charset=UTF-8",
            },
            METADATA,
        )
    ]


@pytest.mark.cic("CIC-TX-002")
def test_an_event_without_audio_has_no_other_part() -> None:
    encoded = encode_event(METADATA)
    assert encoded.head.count(boundary_of(encoded.content_type).encode()) == 2


@pytest.mark.cic("CIC-T-034")
def test_only_the_last_delimiter_closes() -> None:
    encoded = encode_event(METADATA)
    term = boundary_of(encoded.content_type).encode()
    assert encoded.head.startswith(b"--" + term + b"\r\nContent-Disposition: ")
    assert encoded.head.endswith(METADATA + b"\r\n--" + term + b"--\r\n")


@pytest.mark.cic("CIC-T-031")
def test_an_event_declares_form_data_and_its_boundary() -> None:
    encoded = encode_event(METADATA)
    media_type, _, boundary = encoded.content_type.partition("; boundary=")
    assert media_type == "multipart/form-data"
    assert encoded.head.startswith(f"--{boundary}\r\n".encode())
    assert len(boundary) <= 70


@pytest.mark.cic("CIC-T-035")
def test_a_boundary_that_occurs_in_a_body_is_not_taken() -> None:
    usual = new_boundary()
    second, third = (UUID(int=number) for number in (2, 3))
    bodies = (f"a {usual} b".encode(), f"cic-{second.hex}".encode())
    with patch.object(event_body, "uuid4", side_effect=[second, third]):
        assert new_boundary(*bodies) == f"cic-{third.hex}"
    encoded = encode_event(b'{"text":"' + bodies[0] + b'"}')
    assert boundary_of(encoded.content_type).encode() not in bodies[0]
    assert len(peer(encoded.head, boundary_of(encoded.content_type))) == 1


def test_what_people_say_is_no_part_of_a_repr() -> None:
    assert "날씨" not in repr(encode_event(METADATA))


@pytest.mark.cic("CIC-T-033", "CIC-SR-003", "CIC-SR-005")
def test_speech_is_one_part_after_the_event() -> None:
    encoded = encode_speech(METADATA)
    pieces = [bytes(6400), b"\x01\x02" * 3200, b"\x03\x04"]
    body = b"".join([encoded.head, *pieces, encoded.tail])
    first, audio = peer(body, boundary_of(encoded.content_type))
    assert (
        first
        == peer(encode_event(METADATA).head, boundary_of(encode_event(METADATA).content_type))[0]
    )
    assert audio[1] == b"".join(pieces)
    assert b'name="audio"\r\nContent-Type: application/octet-stream\r\n\r\n' in encoded.head


@pytest.mark.cic("CIC-T-035")
def test_nobody_can_have_said_the_boundary_of_speech() -> None:
    terms = {boundary_of(encode_speech(METADATA).content_type) for _ in range(50)}
    assert len(terms) == 50
    assert all(len(term) >= 32 for term in terms)
