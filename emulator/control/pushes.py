"""JSON of the control API to directives that are to be pushed."""

from typing import Any, Final

from ..interfaces.alert_book import REPEATS
from ..messages import Json
from ..samples import LEGACY, NAMES, VARIANTS, sample
from .errors import BadInputError

_KEYS: Final = frozenset({"directive", "namespace", "name", "payload", "overrides", "dialogue_id"})


def directive_from(data: Json) -> Json:
    """The directive message that a caller asks for; raises BadInputError.

    - `{"directive": {"header": …, "payload": …}}`: as it is;
    - `{"directive": "Clova.RenderText"}` or `{"namespace": …, "name": …}`: with the sample payload,
      in which the keys of `overrides` are replaced; a name with a colon takes another form of it;
    - the same with a `payload`, which may be null: with that one.
    """
    unknown = data.keys() - _KEYS
    if unknown:
        raise BadInputError(f"A push has no `{min(unknown)}`.")
    named = data.get("directive")
    if isinstance(named, dict):
        return _whole(named, data)
    qualified = _name_of(data)
    namespace, _, name = qualified.partition(":")[0].partition(".")
    header = {"namespace": namespace, "name": name}
    if data.get("dialogue_id") is not None:
        header["dialogRequestId"] = str(data["dialogue_id"])
    return {"directive": {"header": header, "payload": _payload_of(data, qualified)}}


def _whole(inner: Json, data: Json) -> Json:
    header = inner.get("header")
    if not isinstance(header, dict) or not {"namespace", "name"} <= header.keys():
        raise BadInputError("`directive` must be a name, or an object with `header` and `payload`.")
    if len(data) > 1:
        raise BadInputError("Nothing goes beside a whole `directive`.")
    return data


def _name_of(data: Json) -> str:
    if "directive" in data:
        qualified = data["directive"]
        if not isinstance(qualified, str) or "." not in qualified:
            raise BadInputError(
                "`directive` must be a name, such as Clova.RenderText,"
                " or an object with `header` and `payload`."
            )
        return qualified
    namespace, name = data.get("namespace"), data.get("name")
    if not isinstance(namespace, str) or not isinstance(name, str):
        raise BadInputError("Give a `directive`, or a `namespace` and a `name`.")
    return f"{namespace}.{name}"


def _payload_of(data: Json, qualified: str) -> Json | None:
    if "payload" in data:
        payload = data["payload"]
        if payload is not None and not isinstance(payload, dict):
            raise BadInputError("`payload` must be an object or null.")
        if "overrides" in data:
            raise BadInputError("`overrides` change a sample: give either them or a `payload`.")
        return payload
    overrides = data.get("overrides", {})
    if not isinstance(overrides, dict):
        raise BadInputError("`overrides` must be an object.")
    return sample_of(qualified) | overrides


def sample_of(qualified: str) -> Json:
    """The sample of that name; raises BadInputError."""
    try:
        return sample(qualified)
    except KeyError:
        raise BadInputError(
            f"There is no sample of {qualified}: give a `payload`, or see GET /directives."
        ) from None


def alert_from(data: Json) -> tuple[Json, str]:
    """`{"alert": …, "repeat": …}`: the payload of SetAlert, and how it repeats.

    `alert` replaces keys of the sample of its type, which is an ALARM if it names none.
    """
    unknown = data.keys() - {"alert", "repeat"}
    if unknown:
        raise BadInputError(f"An alert has no `{min(unknown)}`: it has `alert` and `repeat`.")
    changes, repeat = data.get("alert", {}), data.get("repeat", "")
    if not isinstance(changes, dict):
        raise BadInputError("`alert` must be an object.")
    if repeat not in ("", *REPEATS):
        raise BadInputError(f"`repeat` must be one of: {', '.join(REPEATS)}.")
    kind = changes.get("type", "ALARM")
    name = "Alerts.SetAlert" if kind == "REMINDER" else f"Alerts.SetAlert:{kind}"
    return sample_of(name) | changes, str(repeat)


def text_from(data: Json) -> str:
    """`{"text": …}`."""
    text = data.get("text")
    if not isinstance(text, str) or not text.strip() or len(data) > 1:
        raise BadInputError("Give a `text`, and nothing else.")
    return text


def known_directives() -> list[dict[str, Any]]:
    """Every directive: name, whether it is of an earlier edition, sample, and other forms of it."""
    forms: dict[str, Json] = {name: {} for name in NAMES}
    for variant in VARIANTS:
        name, _, form = variant.partition(":")
        forms[name][form] = sample(variant)
    return [
        {"name": name, "legacy": name in LEGACY, "payload": sample(name), "forms": forms[name]}
        for name in NAMES
    ]
