"""The device's own bells."""

from homeassistant.core import HomeAssistant
import pytest

from custom_components.clova_cic.alerts.bells import bell
from tests.media.test_melody import check

KINDS = ("ACTIONTIMER", "ALARM", "REMINDER", "TIMER")


@pytest.mark.cic("CIC-AL-022")
@pytest.mark.parametrize("kind", KINDS)
async def test_a_bell_is_a_sound_of_the_length_it_says(hass: HomeAssistant, kind: str) -> None:
    await check(hass, bell(kind))


def test_each_type_has_its_own() -> None:
    assert len({bell(kind) for kind in KINDS}) == len(KINDS)
    assert bell("SIREN") == bell("ALARM")
