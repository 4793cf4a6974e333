"""The control API's server: routes and what they do."""

from aiohttp import web
from aiohttp.typedefs import Handler

from ..cloud import Cloud
from ..config import MAX_QUEUED
from ..samples import attachments
from ..state import new_token
from .account import AccountRoutes
from .auth import AuthControl
from .bodies import json_body, json_response
from .errors import BadInputError
from .guard import guard, refusal
from .help import HELP
from .music import MusicRoutes
from .parsing import answer_from, attachments_from, fault_from, fault_to_json, request_to_json
from .pushes import alert_from, directive_from, known_directives, text_from

HOST = "127.0.0.1"


class ControlServer:
    """Serves the control API on 127.0.0.1."""

    def __init__(self, cloud: Cloud) -> None:
        self.token = new_token()
        self._cloud = cloud
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def url(self) -> str:
        """The address, without a slash at the end."""
        return f"http://{HOST}:{self._port}"

    async def start(self, port: int) -> None:
        """Listen; raises OSError if the port cannot be had."""
        app = web.Application(
            middlewares=[guard(self.token), _bad_input], client_max_size=MAX_QUEUED
        )
        app.add_routes(
            [
                web.get("/", self._help),
                web.get("/state", self._state),
                web.get("/requests", self._requests),
                web.delete("/requests", self._forget_requests),
                web.get("/violations", self._violations),
                web.get("/directives", self._directives),
                web.post("/push", self._push),
                web.post("/alert", self._alert),
                web.post("/transcript", self._transcript),
                web.post("/delegate", self._delegate),
                web.post("/answer", self._answer),
                web.delete("/answers", self._forget_answers),
                web.post("/fault", self._fault),
                web.delete("/faults", self._lift_faults),
                *AccountRoutes(self._cloud).routes(),
                *MusicRoutes(self._cloud).routes(),
                *AuthControl(self._cloud.auth).routes(),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, port)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()

    async def _help(self, _: web.Request) -> web.Response:
        cloud = self._cloud
        return web.Response(
            text=HELP.format(
                base_url=cloud.base_url,
                auth_url=cloud.auth.url,
                token_file=cloud.state_dir / "control_token",
                url=self.url,
            )
        )

    async def _state(self, _: web.Request) -> web.Response:
        cloud = self._cloud
        return json_response(
            {
                "base_url": cloud.base_url,
                "media_url": cloud.media_url,
                "ca_file": str(cloud.ca_file),
                "connections_made": cloud.connections_made,
                "connections_open": cloud.connections_open,
                "downchannels_open": cloud.downchannels_open,
                "pings": cloud.pings,
                "requests": len(cloud.requests),
                "violations": len(cloud.violations),
                "answers_pending": cloud.answers_pending,
                "transcripts_pending": cloud.transcripts_pending,
                "delegations_pending": cloud.delegations_pending,
                "settings": cloud.reported_settings,
                "faults_pending": [fault_to_json(each) for each in cloud.pending_faults()],
            }
        )

    async def _requests(self, _: web.Request) -> web.Response:
        return json_response({"requests": [request_to_json(each) for each in self._cloud.requests]})

    async def _forget_requests(self, _: web.Request) -> web.Response:
        return json_response({"forgotten": self._cloud.forget_requests()})

    async def _violations(self, _: web.Request) -> web.Response:
        return json_response({"violations": self._cloud.violations})

    async def _directives(self, _: web.Request) -> web.Response:
        return json_response({"directives": known_directives()})

    async def _push(self, request: web.Request) -> web.Response:
        data = await json_body(request)
        beside = attachments_from(data.pop("attachments", []))
        message = directive_from(data)
        # What a caller writes is sent as it is; a sample is sent with all that belongs to it.
        is_sample = "payload" not in data and not isinstance(data.get("directive"), dict)
        added = attachments(message["directive"]["payload"]) if is_sample else []
        return _reached(self._cloud.push(message, attachments=[*added, *beside]))

    async def _alert(self, request: web.Request) -> web.Response:
        payload, repeat = alert_from(await json_body(request))
        return _reached(self._cloud.set_alert(payload, repeat=repeat))

    async def _transcript(self, request: web.Request) -> web.Response:
        self._cloud.hear_next(text_from(await json_body(request)))
        return json_response({"transcripts_pending": self._cloud.transcripts_pending})

    async def _delegate(self, request: web.Request) -> web.Response:
        delegation_id = self._cloud.delegate(text_from(await json_body(request)))
        if delegation_id is None:
            return _reached(0)
        return json_response({"delegation_id": delegation_id})

    async def _answer(self, request: web.Request) -> web.Response:
        self._cloud.answer_next(answer_from(await json_body(request)))
        return json_response({"answers_pending": self._cloud.answers_pending})

    async def _forget_answers(self, _: web.Request) -> web.Response:
        return json_response({"forgotten": self._cloud.forget_answers()})

    async def _fault(self, request: web.Request) -> web.Response:
        self._cloud.inject(fault_from(await json_body(request)))
        return json_response({"faults_pending": len(self._cloud.pending_faults())})

    async def _lift_faults(self, _: web.Request) -> web.Response:
        return json_response({"lifted": self._cloud.lift_faults()})


def _reached(downchannels: int) -> web.Response:
    """How many devices got it; 409 if there is none."""
    if downchannels:
        return json_response({"downchannels": downchannels})
    return refusal(409, "No downchannel is open: nobody received the directive.")


@web.middleware
async def _bad_input(request: web.Request, handler: Handler) -> web.StreamResponse:
    """400 with a sentence; and JSON for aiohttp's own refusals."""
    try:
        return await handler(request)
    except BadInputError as error:
        return refusal(400, str(error))
    except web.HTTPNotFound:
        return refusal(404, f"There is nothing at {request.path}; GET / says what there is.")
    except web.HTTPMethodNotAllowed as error:
        allowed = ", ".join(sorted(error.allowed_methods))
        return refusal(405, f"{request.path} takes {allowed}.")
    except web.HTTPRequestEntityTooLarge:
        return refusal(413, f"The body is larger than {MAX_QUEUED} bytes.")
