"""What the dialogs ask of the network, in tasks that Home Assistant cancels when one is closed."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, Final, Self, override
from uuid import uuid4

from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    ConfigEntryState,
    ConfigFlow,
    ConfigFlowResult,
)
from homeassistant.const import CONF_ACCESS_TOKEN, CONF_DEVICE_ID
from homeassistant.core import CALLBACK_TYPE, DOMAIN as HOMEASSISTANT_DOMAIN, HassJob, callback
from homeassistant.data_entry_flow import AbortFlow, UnknownFlow
from homeassistant.helpers.event import async_call_later

from ..account.credentials import CredentialStore
from ..account.probing import (
    RejectedInputError,
    async_probe_settings,
    async_refuse_token_of_another_entry,
    async_standing_aside,
)
from ..account.tokens import async_token_provider, pair_of, with_pair
from ..cic import Authorization, TokenPair
from ..const import DOMAIN, LOGGER
from ..coordinator import ClovaConfigEntry
from .input import BASE, Request
from .sign_in import SignInAttempt
from .terms_landing import async_leave

LAST_PAGE_LIMIT: Final = 10.0
"""Seconds after a test that succeeded until its entry is reloaded, if nobody asks how it went."""
REMINDERS: Final = (2.0, 4.0, 8.0, 16.0)
"""Seconds after the end of a task, and then after each other, until a browser that has not asked how
it went is told again: it listens only from when it shows that a task is under way, so it misses the
end of a short one. Not sooner, as a dialog must not be asked twice."""
_AFTER: Final = {"authorize": "authorized", "connect": "connected"}


class SignInTasks(ConfigFlow):
    """The state of a dialog, and what it asks of the network."""

    def __init__(self) -> None:
        """Start with nothing typed."""
        self.token_on_trial: str | None = None
        self._made_device_id = str(uuid4())  # CIC-A-008
        self._request: Request | None = None
        self._attempt: SignInAttempt | None = None
        self._authorization: Authorization | None = None
        self._task: asyncio.Task[Any] | None = None
        self._cancel_reload: CALLBACK_TYPE | None = None
        self._cancel_reminder: CALLBACK_TYPE | None = None

    @property
    def own_entry(self) -> ClovaConfigEntry | None:
        """The entry that the dialog is about, unless it adds one."""
        if self.source == SOURCE_REAUTH:
            return self._get_reauth_entry()
        if self.source == SOURCE_RECONFIGURE:
            return self._get_reconfigure_entry()
        return None

    @property
    def device_id(self) -> str:
        """The device's id: the entry's own, or for a new one that of its tokens or a new UUID."""
        if self.own_entry is not None:
            return str(self.own_entry.data[CONF_DEVICE_ID])
        pasted = self._request.device_id if self._request else None
        return pasted or self._made_device_id

    # Tasks

    async def async_connect(self) -> TokenPair:
        """Return tokens that work (CIC-A-035); raises RejectedInputError."""
        request = self._request
        assert request is not None
        pair = request.tokens
        if request.account is not None:
            pair = await self._async_issue()
        if pair is not None:
            await self._async_claim(pair)
        async with async_standing_aside(self.own_entry):
            pair = await self._async_try(request, pair)
            await self._async_apply(request, pair)
        return pair

    async def _async_issue(self) -> TokenPair:
        assert self._attempt is not None
        assert self._authorization is not None
        return await self._attempt.issue(self._authorization.code)

    async def _async_claim(self, pair: TokenPair) -> None:
        """Make sure that nobody else uses a token: a test would throw that device off its channel.

        Raises RejectedInputError or AbortFlow.
        """
        await async_refuse_token_of_another_entry(self.hass, pair, self.own_entry)
        self.token_on_trial = pair.access_token
        if self.hass.config_entries.flow.async_has_matching_flow(self):
            raise AbortFlow("already_in_progress", translation_domain=HOMEASSISTANT_DOMAIN)

    async def _async_try(self, request: Request, pair: TokenPair | None) -> TokenPair:
        """Connect once; returns the tokens, which may have been renewed on the way."""
        given = pair if pair is not None else await self._async_present_pair()
        renewed: list[TokenPair] = []

        async def save(new: TokenPair) -> None:
            if pair is None:
                await self._async_save_renewed(new)
            elif request.account is not None and self._attempt is not None:
                self._attempt.issued = new
            renewed.append(new)

        provider = async_token_provider(self.hass, request.settings, self.device_id, given, save)
        try:
            await async_probe_settings(self.hass, request.settings, provider)
        except RejectedInputError as err:
            if request.account is not None and err.field == CONF_ACCESS_TOKEN:
                # Nobody typed this token, so nobody can mend it.
                raise RejectedInputError(BASE, "new_token_refused", err.placeholders) from None
            raise
        return renewed[-1] if renewed else given

    async def _async_present_pair(self) -> TokenPair:
        """Return the tokens that the entry has; raises RejectedInputError if there are none."""
        entry = self.own_entry
        stored = await CredentialStore.of(self.hass, entry).async_load() if entry else None
        if stored is None:
            raise RejectedInputError(BASE, "token_missing")
        return pair_of(stored)

    async def _async_save_renewed(self, pair: TokenPair) -> None:
        """Store the entry's own tokens, renewed during the test, whatever becomes of the dialog."""
        entry = self.own_entry
        if entry is None:
            return
        if entry.state is ConfigEntryState.LOADED:
            await entry.runtime_data.account.async_save_pair(pair)
        else:
            await self._async_store(entry, pair)

    async def _async_apply(self, request: Request, pair: TokenPair) -> None:
        """Give an entry what proved to work.

        Done within the task, and the reload soon after it: whoever began the dialog perhaps never
        comes back to its last page. Not within the task, as a reload ends a reauthentication.
        """
        entry = self.own_entry
        if entry is None:
            return
        await self._async_store(entry, pair)
        self.async_keep()
        # The whole of the data but the device's id, which stays: what was taken out is gone.
        data = {**request.settings.to_data(), CONF_DEVICE_ID: entry.data[CONF_DEVICE_ID]}
        self.hass.config_entries.async_update_entry(entry, data=data)
        self._cancel_reload = async_call_later(self.hass, LAST_PAGE_LIMIT, self.async_reload)

    @callback
    def async_reload(self, _: datetime | None = None) -> None:
        """Have the entry start anew with what was applied to it, if anything was."""
        if self._cancel_reload is None:
            return
        self._cancel_reload()
        self._cancel_reload = None
        entry = self.hass.config_entries.async_get_entry(self.context["entry_id"])
        if entry is not None:  # else it was removed meanwhile, and the dialog with it
            self.hass.config_entries.async_schedule_reload(entry.entry_id)

    async def _async_store(self, entry: ClovaConfigEntry, pair: TokenPair) -> None:
        store = CredentialStore.of(self.hass, entry)
        await store.async_save(with_pair(await store.async_load(), pair))

    def wait_for(
        self, step_id: str, work: Callable[[], Coroutine[Any, Any, Any]]
    ) -> ConfigFlowResult:
        """Show that the network is being asked, until the task of this step is done."""
        if self._task is None:
            self._task = self.hass.async_create_task(work(), f"{DOMAIN} {step_id}")
        if not self._task.done():
            return self.async_show_progress(
                step_id=step_id, progress_action=step_id, progress_task=self._task
            )
        if not self._task.cancelled():
            self._task.exception()  # seen, even if the dialog is closed before `result` is asked
        self._async_remind_later(0)
        return self.async_show_progress_done(next_step_id=_AFTER[step_id])

    @callback
    def _async_remind_later(self, number: int) -> None:
        """Have the browser told again, unless it asks before that."""
        self._async_forget_reminder()
        if number == len(REMINDERS):
            return

        @callback
        def remind(_: datetime) -> None:
            self._cancel_reminder = None
            self.async_notify_flow_changed()
            self._async_remind_later(number + 1)

        job = HassJob(remind, f"{DOMAIN} reminder of a dialog", cancel_on_shutdown=True)
        self._cancel_reminder = async_call_later(self.hass, REMINDERS[number], job)

    @callback
    def _async_forget_reminder(self) -> None:
        if self._cancel_reminder is not None:
            self._cancel_reminder()
            self._cancel_reminder = None

    async def result(self) -> Any:
        """Return what the task found; raises RejectedInputError, or AbortFlow."""
        self._async_forget_reminder()
        task, self._task = self._task, None
        if task is None:
            raise UnknownFlow  # another window has gone on with this dialog
        try:
            return task.result()
        except RejectedInputError, AbortFlow:
            raise
        except Exception:  # noqa: BLE001 (it is logged; the logger comes from another module)
            LOGGER.exception("A dialog failed in a way that was not foreseen")
            raise RejectedInputError(BASE, "unknown") from None

    # The end

    @callback
    def async_keep(self) -> None:
        """Take note that an entry has the tokens now."""
        if self._attempt is not None:
            self._attempt.issued = None

    @callback
    def async_give_back(self) -> None:
        """Have tokens revoked that were issued for an entry and that none will use."""
        if self._attempt is not None and self._attempt.issued is not None:
            self.hass.async_create_task(self._attempt.give_back(), f"{DOMAIN} token given back")

    @callback
    @override
    def async_remove(self) -> None:
        """Clean up after a dialog that is over, perhaps closed in the middle."""
        self._async_forget_reminder()
        async_leave(self.hass, self.flow_id)
        self.async_give_back()
        self.async_reload()

    @override
    def is_matching(self, other_flow: Self) -> bool:
        """Tell whether another dialog tries the same token."""
        return other_flow.token_on_trial == self.token_on_trial
