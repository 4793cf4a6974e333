"""One response as it arrives: status, parts, and how it ends."""

import orjson
import pytest

from custom_components.clova_cic.cic import errors
from custom_components.clova_cic.cic.errors import (
    CicError,
    MultipartError,
    RequestRejectedError,
    Stage,
    StreamFailedError,
)
from custom_components.clova_cic.cic.messages import Directive
from custom_components.clova_cic.cic.multipart import (
    MAX_PARTS,
    AttachmentData,
    AttachmentEnd,
    AttachmentStart,
)
from custom_components.clova_cic.cic.response import MAX_ERROR_BODY, ResponseReader

from .vectors import BINARY_HEAD, JSON_HEAD

RELATED = "multipart/related; boundary=q7;"
FORM_DATA = "multipart/form-data; boundary=q7"
LOST = StreamFailedError("the server reset the stream")


def message(name: str, *, wrapped: bool = True, **payload: object) -> bytes:
    """A JSON part "<namespace>.<name>"."""
    namespace, name = name.split(".")
    found = {"header": {"namespace": namespace, "name": name, "messageId": "m"}, "payload": payload}
    return orjson.dumps({"directive": found} if wrapped else found)


def body(*parts: bytes) -> bytes:
    """A body of JSON parts."""
    return b"".join(b"--q7\r\n" + JSON_HEAD + part + b"\r\n" for part in parts) + b"--q7--\r\n"


class Recorder:
    """Writes down what a response brings."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.attachments: list[AttachmentStart | AttachmentData | AttachmentEnd] = []
        self.ends: list[CicError | None] = []

    def request_sent(self) -> None:
        self.calls.append("sent")

    def response_begun(self) -> None:
        self.calls.append("begun")

    def directive(self, directive: Directive) -> None:
        self.calls.append(directive.qualified_name)

    def attachment(self, item: AttachmentStart | AttachmentData | AttachmentEnd) -> None:
        self.attachments.append(item)

    def malformed(self, reason: str) -> None:
        self.calls.append(f"malformed: {reason}")

    def finished(self, error: CicError | None) -> None:
        self.ends.append(error)


@pytest.fixture
def sink() -> Recorder:
    return Recorder()


@pytest.fixture
def reader(sink: Recorder) -> ResponseReader:
    return ResponseReader(sink, stage=Stage.EVENT)


@pytest.mark.cic("CIC-T-050", "CIC-T-058")
@pytest.mark.parametrize("content_type", [RELATED, FORM_DATA])
def test_an_answer_may_have_several_directives(
    sink: Recorder, reader: ResponseReader, content_type: str
) -> None:
    reader.request_sent()
    reader.response_started(200, content_type)
    reader.data_received(body(message("Clova.RenderText"), message("SpeechSynthesizer.Speak")))
    reader.response_ended()
    assert sink.calls == ["sent", "begun", "Clova.RenderText", "SpeechSynthesizer.Speak"]
    assert sink.ends == [None]


@pytest.mark.cic("CIC-T-019")
def test_each_part_is_handed_on_as_it_arrives(sink: Recorder, reader: ResponseReader) -> None:
    reader.response_started(200, RELATED)
    reader.data_received(b"--q7\r\n" + JSON_HEAD + message("Clova.Hello"))
    assert sink.calls == ["begun", "Clova.Hello"]
    reader.data_received(b"\r\n--q7--\r\n--q7\r\n" + JSON_HEAD + message("Clova.RenderText"))
    assert sink.calls == ["begun", "Clova.Hello", "Clova.RenderText"]
    assert sink.ends == []


def test_attachments_are_handed_on_as_they_arrive(sink: Recorder, reader: ResponseReader) -> None:
    reader.response_started(200, RELATED)
    reader.data_received(b"--q7\r\n" + BINARY_HEAD + b"abc")
    assert sink.attachments == [AttachmentStart("a1"), AttachmentData(b"abc")]
    reader.data_received(b"\r\n--q7--")
    assert sink.attachments[2:] == [AttachmentEnd()]


@pytest.mark.cic("CIC-CL-003")
def test_a_part_that_is_no_directive_is_left_out_alone(
    sink: Recorder, reader: ResponseReader
) -> None:
    reader.response_started(200, RELATED)
    reader.data_received(
        body(b'{"a":', b'{"a":b}', b"{}", message("Clova.Unheard"), message("Clova.RenderText"))
    )
    reader.response_ended()
    assert sink.calls == [
        "begun",
        "malformed: a part ended before its JSON did",
        "malformed: a part is not valid JSON",
        "malformed: a JSON part has no header",
        "Clova.Unheard",
        "Clova.RenderText",
    ]
    assert sink.ends == [None]


def test_a_part_that_the_end_cuts_short_is_left_out_alone(
    sink: Recorder, reader: ResponseReader
) -> None:
    reader.response_started(200, RELATED)
    reader.data_received(body(message("Clova.RenderText")) + b"--q7\r\n" + JSON_HEAD + b'{"dir')
    assert sink.calls == ["begun", "Clova.RenderText"]
    reader.response_ended()
    assert sink.calls[2:] == ["malformed: the response ended inside a part"]
    assert sink.ends == [None]


@pytest.mark.cic("CIC-T-059")
@pytest.mark.parametrize("content_type", ["", RELATED, "text/html"])
def test_no_content_is_a_success_without_directives(
    sink: Recorder, reader: ResponseReader, content_type: str
) -> None:
    reader.response_started(204, content_type)
    reader.response_ended()
    assert (sink.calls, sink.ends) == ([], [None])


@pytest.mark.parametrize("content_type", ["", "application/json", "multipart/related"])
def test_a_success_that_is_no_multipart_ends_with_an_error(
    sink: Recorder, reader: ResponseReader, content_type: str
) -> None:
    reader.response_started(200, content_type)
    with pytest.raises(MultipartError, match="not multipart"):
        reader.data_received(b'{"directive":{}}')
    reader.response_ended()
    assert [type(end) for end in sink.ends] == [MultipartError]


def test_an_answer_that_exceeds_a_bound_raises_after_what_came_before(
    sink: Recorder, reader: ResponseReader
) -> None:
    reader.response_started(200, RELATED)
    with pytest.raises(MultipartError):
        reader.data_received(body(*[message("Clova.RenderText")] * (MAX_PARTS + 1)))
    assert sink.calls == ["begun", *["Clova.RenderText"] * MAX_PARTS]


def test_a_channel_may_have_more_parts_than_an_answer(sink: Recorder) -> None:
    reader = ResponseReader(sink, stage=Stage.DOWNCHANNEL, max_parts=None)
    reader.response_started(200, RELATED)
    reader.data_received(body(*[message("Clova.RenderText")] * (MAX_PARTS + 1)))
    assert len(sink.calls) == 1 + MAX_PARTS + 1


def ended(sink: Recorder) -> RequestRejectedError:
    """The one rejection with which the response ended."""
    assert sink.calls == []
    (error,) = sink.ends
    assert isinstance(error, RequestRejectedError)
    return error


@pytest.mark.cic("CIC-T-062", "CIC-T-063")
@pytest.mark.parametrize("content_type", [RELATED, FORM_DATA])
@pytest.mark.parametrize(("wrapped", "code"), [(True, 400), (False, "400")])
def test_an_error_body_is_read_in_both_forms(
    sink: Recorder, reader: ResponseReader, content_type: str, wrapped: bool, code: object
) -> None:
    found = body(message("System.Exception", wrapped=wrapped, code=code, description="no"))
    reader.response_started(400, content_type)
    for index in range(len(found)):
        reader.data_received(found[index : index + 1])
    reader.response_ended()
    error = ended(sink)
    assert (error.status, error.code, error.description) == (400, 400, "no")


def test_an_error_body_may_be_json_alone(sink: Recorder, reader: ResponseReader) -> None:
    reader.response_started(500, "application/json")
    reader.data_received(message("System.Exception", code=500, description="no"))
    reader.response_ended()
    assert (ended(sink).code, ended(sink).description) == (500, "no")


@pytest.mark.cic("CIC-SY-023")
@pytest.mark.parametrize(
    ("content_type", "error_body"),
    [
        ("", b""),
        (RELATED, b""),
        ("text/html", b"<html>no</html>"),
        (RELATED, b"<html>no</html>"),
        (RELATED, b"--q7\r\n" + JSON_HEAD + b'{"directive":{"hea'),
        (RELATED, body(b'{"a":b}')),
        (RELATED, b"--q7\r\n" + b"x" * 20_000),
        (RELATED, b"--q7\r\n" + BINARY_HEAD + b"data\r\n--q7--"),
        (RELATED, b"\x00" * (MAX_ERROR_BODY + 1)),
    ],
)
@pytest.mark.parametrize(
    ("status", "cls", "stage"),
    [
        (401, errors.UnauthorizedError, Stage.TOKEN),
        (412, errors.NoDownchannelError, Stage.EVENT),
        (429, errors.TooManyDownchannelsError, Stage.EVENT),
        (503, RequestRejectedError, Stage.EVENT),
    ],
)
def test_a_status_counts_even_if_its_body_cannot_be_read(
    sink: Recorder,
    reader: ResponseReader,
    content_type: str,
    error_body: bytes,
    status: int,
    cls: type[RequestRejectedError],
    stage: Stage,
) -> None:
    reader.response_started(status, content_type)
    if error_body:
        reader.data_received(error_body)
    reader.response_ended()
    error = ended(sink)
    assert type(error) is cls
    assert (error.status, error.stage, error.code, error.description) == (status, stage, None, "")


@pytest.mark.cic("CIC-T-066")
@pytest.mark.parametrize("status", [201, 302, 418, 599])
def test_a_status_that_is_not_listed_is_an_error(
    sink: Recorder, reader: ResponseReader, status: int
) -> None:
    reader.response_started(status, RELATED)
    reader.data_received(body(message("System.Exception", code=status, description="no")))
    reader.response_ended()
    assert (ended(sink).status, ended(sink).code) == (status, status)


def test_the_first_message_of_an_error_body_counts(sink: Recorder, reader: ResponseReader) -> None:
    reader.response_started(400, RELATED)
    first = message("System.Exception", code=400, description="first")
    reader.data_received(body(first, message("Clova.Other", code=1, description="second")))
    reader.response_ended()
    assert (ended(sink).code, ended(sink).description) == (400, "first")


def test_an_error_body_is_kept_to_a_bound(sink: Recorder, reader: ResponseReader) -> None:
    reader.response_started(400, RELATED)
    for _ in range(40):
        reader.data_received(bytes(16_384))
    assert len(reader._error_body) == MAX_ERROR_BODY
    reader.response_ended()
    assert ended(sink).status == 400


@pytest.mark.parametrize("status", [0, 200, 204])
def test_a_response_that_breaks_off_ends_with_the_reason(
    sink: Recorder, reader: ResponseReader, status: int
) -> None:
    if status:
        reader.response_started(status, RELATED)
    reader.response_failed(LOST)
    assert sink.ends == [LOST]


@pytest.mark.cic("CIC-SY-023")
def test_a_refusal_that_breaks_off_is_still_a_refusal(
    sink: Recorder, reader: ResponseReader
) -> None:
    reader.response_started(401, RELATED)
    reader.data_received(b"--q7\r\n")
    reader.response_failed(LOST)
    assert isinstance(ended(sink), errors.UnauthorizedError)


def test_a_refused_channel_fails_at_the_channels_stage(sink: Recorder) -> None:
    reader = ResponseReader(sink, stage=Stage.DOWNCHANNEL)
    reader.response_started(500, "")
    reader.response_ended()
    assert ended(sink).stage is Stage.DOWNCHANNEL
