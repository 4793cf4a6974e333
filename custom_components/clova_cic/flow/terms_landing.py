"""Where the page of terms sends the browser back to: a view of Home Assistant (CIC-A-019)."""

from http import HTTPStatus
from secrets import token_urlsafe
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from aiohttp import web
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.config_entry_oauth2_flow import HEADER_FRONTEND_BASE
from homeassistant.helpers.http import KEY_HASS, HomeAssistantView, current_request
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..phrases import async_phrase

STEP: Final = "terms_page"  # of a dialog that waits for the browser to come back
PATH: Final = f"/api/{DOMAIN}/terms"
_LANDINGS: Final[HassKey[dict[str, str]]] = HassKey(f"{DOMAIN}_terms_landings")
_MAX_LENGTH: Final = 4096  # characters of a code or an error; those of CLOVA have some dozens
_PAGE: Final = (
    '<!doctype html><meta charset="utf-8"><title>CLOVA</title><p>{}</p>'
    "<script>window.close()</script>"
)


@callback
def async_land(hass: HomeAssistant, flow_id: str) -> str | None:
    """Return an address that leads back to a dialog; None unless its browser came by https."""
    request = current_request.get()
    base = request.headers.get(HEADER_FRONTEND_BASE) if request is not None else None
    if base is None or urlsplit(base).scheme != "https" or not urlsplit(base).hostname:
        return None
    landings = hass.data.get(_LANDINGS)
    if landings is None:
        landings = hass.data[_LANDINGS] = {}
        hass.http.register_view(TermsLandingView)
    key = token_urlsafe(32)
    landings[key] = flow_id
    return f"{base.rstrip('/')}{PATH}/{key}"


@callback
def async_leave(hass: HomeAssistant, flow_id: str) -> None:
    """Forget the addresses of a dialog that is over."""
    landings = hass.data.get(_LANDINGS, {})
    for key in [key for key, flow in landings.items() if flow == flow_id]:
        del landings[key]


def terms_address(terms_url: str, landing: str) -> str:
    """Return the address of the terms, told where to send the browser afterwards."""
    parts = urlsplit(terms_url)
    query = [*parse_qsl(parts.query, keep_blank_values=True), ("redirect_uri", landing)]
    return urlunsplit(parts._replace(query=urlencode(query)))


class TermsLandingView(HomeAssistantView):
    """Takes the outcome to the dialog. The address is the key: nobody can guess it."""

    url = f"{PATH}/{{key}}"
    name = f"api:{DOMAIN}:terms"
    requires_auth = False

    async def get(self, request: web.Request, key: str) -> web.Response:
        """Pass code or error on, and close the window."""
        hass = request.app[KEY_HASS]
        told = {
            name: value[:_MAX_LENGTH]
            for name in ("code", "error")
            if (value := request.query.get(name)) is not None
        }
        flow_id = hass.data[_LANDINGS].pop(key, None)
        awaited = flow_id is not None and _waits(hass, flow_id)
        if flow_id is not None and awaited:
            await hass.config_entries.flow.async_configure(flow_id, told)
        text = await async_phrase(
            hass, hass.config.language, "terms_done" if awaited else "terms_unknown"
        )
        return web.Response(
            text=_PAGE.format(text),
            status=HTTPStatus.OK if awaited else HTTPStatus.NOT_FOUND,
            content_type="text/html",
            headers={"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"},
        )


def _waits(hass: HomeAssistant, flow_id: str) -> bool:
    """Tell whether a dialog, which is still open, is where the browser left it."""
    step = hass.config_entries.flow.async_get(flow_id).get("step_id")
    return step == STEP
