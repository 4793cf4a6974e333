"""Clova: Hello, what is shown, links, extensions, delegation (docs/protocol/interfaces/clova.md)."""

from datetime import datetime
from typing import Literal

from ..errors import UsageError
from .message import context_object, directive, event
from .payload import AsReceived, Code, payload, tolerated
from .shapes import timestamp

HELLO = "Clova.Hello"
RENDER_TEXT = "Clova.RenderText"
RENDER_TEMPLATE = "Clova.RenderTemplate"
RENDER_SUGGESTION = "Clova.RenderSuggestion"
HELP = "Clova.Help"

PlaceName = Literal["집", "회사"]  # no others (CIC-CX-035)
HOME: PlaceName = "집"
OFFICE: PlaceName = "회사"

MAX_LATITUDE = 90  # degrees
MAX_LONGITUDE = 180


@directive("Clova.Hello")
class Hello:
    """The downchannel works (CIC-CL-010)."""


@directive("Clova.RenderText")
class RenderText:
    """Text to show, usually the wording of the spoken reply."""

    text: str


@payload
class TextValue:
    """A value object of a content template; its value may be any scalar, whatever `type` says."""

    type: Code | None = None
    value: str | float | bool | None = None


@payload
class TemplateMeta:
    """About a template."""

    version: TextValue | None = tolerated()


@directive("Clova.RenderTemplate")
class RenderTemplate(AsReceived):
    """What every content template has; the rest, in `received`, depends on `type`."""

    type: Code
    failure_message: TextValue | None = tolerated()
    meta: TemplateMeta | None = tolerated()
    subtitle: TextValue | None = None
    emoji: TextValue | None = None
    action_list: tuple[TextValue, ...] | None = None


@payload
class Suggestion:
    """A keyword to offer; `query` is what to ask when it is chosen (CIC-CL-041)."""

    label: str
    query: str
    meta: str | None = tolerated()
    type: Code | None = tolerated()  # "0": a keyword, "1": more of them
    url: str | None = None
    area: Code | None = None
    index: Code | None = None


@directive("Clova.RenderSuggestion")
class RenderSuggestion:
    """Keywords that fit the answer."""

    suggestions: tuple[Suggestion, ...]
    reference_id: str | None = None
    topic: str | None = None


@payload
class LaunchTarget:
    """A page or app to open."""

    uri: str
    title: str | None = tolerated()
    description: str | None = None
    icon_image_url: str | None = None
    market_url: str | None = None
    package_name: str | None = None


@directive("Clova.LaunchURI")
class LaunchURI:
    """Alternatives, the best first: open one (CIC-CL-050, CIC-CL-051)."""

    targets: tuple[LaunchTarget, ...]


@directive("Clova.Help")
class Help:
    """Present the help that the device has (CIC-CL-055)."""


@directive("Clova.StartExtension")
class StartExtension:
    """Enter the mode of an extension, which is a skill with a dialogue of its own."""

    extension: Code


@directive("Clova.FinishExtension")
class FinishExtension:
    """Leave it."""

    extension: Code


@payload
class GuideInfo:
    """For authors of extensions; a device receives none (CIC-CL-062)."""

    use_default: bool | str | None = tolerated()
    message: str | None = None


@directive("Clova.ExpectLogin")
class ExpectLogin:
    """The user has to sign in with an account of the service (CIC-CL-060)."""

    guide_info: GuideInfo | None = None


@directive("Clova.HandleDelegatedEvent")
class HandleDelegatedEvent:
    """The user asked the CLOVA app to have this device answer."""

    delegation_id: str


@event("Clova.ProcessDelegatedEvent")
class ProcessDelegatedEvent:
    """Here I am; the answer brings the directives of the delegated request (CIC-CL-072)."""

    delegation_id: str


@context_object("Clova.Location")
class Location:
    """Where the device is, in decimal degrees as text (CIC-CX-030)."""

    latitude: str
    longitude: str
    refreshed_at: str  # ISO 8601 with an offset


@payload
class Place:
    """A place that the user stored."""

    name: PlaceName
    latitude: str
    longitude: str
    refreshed_at: str


@context_object("Clova.SavedPlace")
class SavedPlace:
    """The places that the user stored."""

    places: tuple[Place, ...]


def location(latitude: float, longitude: float, refreshed_at: datetime) -> Location:
    """Report a position, in degrees, and when it was found; coordinates are text (CIC-CX-030).

    Raises UsageError for what is no place on Earth, and for a moment without a zone.
    """
    if not (abs(latitude) <= MAX_LATITUDE and abs(longitude) <= MAX_LONGITUDE):
        raise UsageError("there is no such place")
    return Location(
        latitude=f"{latitude:.6f}",
        longitude=f"{longitude:.6f}",
        refreshed_at=timestamp(refreshed_at),
    )


def saved_places(
    *, home: Location | None = None, office: Location | None = None
) -> SavedPlace | None:
    """Report the places that are stored; None if there are none, as then nothing is sent (CIC-CX-036)."""
    stored = {HOME: home, OFFICE: office}
    places = tuple(
        Place(
            name=name,
            latitude=where.latitude,
            longitude=where.longitude,
            refreshed_at=where.refreshed_at,
        )
        for name, where in stored.items()
        if where is not None
    )
    return SavedPlace(places=places) if places else None
