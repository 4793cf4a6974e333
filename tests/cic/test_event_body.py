"""The bodies of events."""

from unittest.mock import patch
from uuid import UUID

import pytest

from custom_components.clova_cic.cic import event_body
from custom_components.clova_cic.cic.event_body import encode_event, new_boundary
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
