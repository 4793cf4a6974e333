"""Bluetooth in a real home: helpers stand for the radio's software, and are lent."""

from typing import Any, Final

from .lending import Person

RADIO: Final = "input_boolean.bt_radio"
PAIRING: Final = "input_boolean.bt_pairing"
KNOWN: Final = "input_text.bt_known"
CONNECTED: Final = "input_text.bt_connected"
FOUND: Final = "input_text.bt_found"
ASKING: Final = "input_text.bt_asking"
PLAYED: Final = "input_text.bt_played"

ADDRESS: Final = "a0:11:22:33:44:55"
PEER: Final = {
    "address": ADDRESS,
    "connected": False,
    "name": "Porch speaker",
    "role": "source",
}

_ONE: Final = f'"address": "{ADDRESS}", "name": "Porch speaker", "role": "source"'
_PAIRED: Final = (
    f"{{{{ [{{{_ONE}, 'connected': is_state('{CONNECTED}', '{ADDRESS}')}}]"
    f" if is_state('{KNOWN}', '{ADDRESS}') else [] }}}}"
)
_AROUND: Final = f"{{{{ [{{{_ONE}}}] if is_state('{FOUND}', '{ADDRESS}') else [] }}}}"


def _write(entity_id: str, value: str) -> dict[str, Any]:
    return {
        "action": "input_text.set_value",
        "target": {"entity_id": entity_id},
        "data": {"value": value},
    }


_WANTS_PIN: Final = [_write(ASKING, "{{ name }}")]
_TAKES_PIN: Final = [
    {"condition": "template", "value_template": "{{ pin_code | string == '0000' }}"},
    _write(ASKING, ""),
    _write(KNOWN, ADDRESS),
    _write(CONNECTED, ADDRESS),
]


async def lend_bluetooth(person: Person) -> None:
    """Make what there is, and lend it."""
    for switch in (RADIO, PAIRING):
        await person.make(switch, initial=switch == RADIO)
    for text in (KNOWN, CONNECTED, FOUND, ASKING, PLAYED):
        await person.make(text, initial="")
    await person.lend(
        "bluetooth",
        entity_id=RADIO,
        paired=_PAIRED,
        found=_AROUND,
        pairing=PAIRING,
        pin=ASKING,
        actions={
            "bt_rescan": [_write(FOUND, ADDRESS)],
            "bt_connect": _WANTS_PIN,
            "bt_connect_pin": _TAKES_PIN,
            "bt_disconnect": [_write(CONNECTED, "")],
            "bt_delete": [_write(KNOWN, "")],
            "bt_play": [_write(PLAYED, "{{ command }}")],
        },
    )
