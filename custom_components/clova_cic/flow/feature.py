"""The dialog in which a feature is added or changed. It counts at once, without a reload."""

from typing import Any

from homeassistant.config_entries import ConfigSubentryFlow, SubentryFlowResult
from homeassistant.helpers.translation import async_get_translations

from ..const import DOMAIN
from ..features.settings import CONF_KIND
from ..features.spelling import Kind
from .feature_checks import Findings, async_check
from .feature_forms import (
    KIND_SELECTOR,
    data_of,
    feature_schema,
    free_kinds,
    input_of,
    kind_schema,
    step_of,
)


class FeatureFlow(ConfigSubentryFlow):
    """First what it is, then what stands behind it."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._kind: Kind | None = None

    @property
    def _chosen(self) -> Kind:
        """What it is; of a feature that is changed, what it was."""
        if self._kind is None:
            self._kind = Kind(self._get_reconfigure_subentry().data[CONF_KIND])
        return self._kind

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask what it is: one feature of each kind."""
        kinds = free_kinds(self._get_entry())
        if not kinds:
            return self.async_abort(reason="all_added")
        if user_input is None:
            return self.async_show_form(step_id="user", data_schema=kind_schema(kinds))
        self._kind = Kind(user_input[CONF_KIND])
        return await self._show({}, Findings())

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Show what stands behind it."""
        return await self._show(input_of(self._get_reconfigure_subentry().data), Findings())

    async def _show(self, shown: dict[str, Any], found: Findings) -> SubentryFlowResult:
        schema = feature_schema(self.hass, self._chosen)
        return self.async_show_form(
            step_id=step_of(self._chosen),
            data_schema=self.add_suggested_values_to_schema(schema, shown),
            errors=found.errors,
            description_placeholders={"feature": await self._name(), **found.texts},
        )

    async def _done(self, user_input: dict[str, Any] | None) -> SubentryFlowResult:
        """Make the feature, or say what to mend."""
        if user_input is None:
            return await self._show({}, Findings())
        data = data_of(self._chosen, user_input)
        found = await async_check(self.hass, data)
        if found.errors:
            return await self._show(user_input, found)
        if self.source == "reconfigure":
            return self.async_update_and_abort(
                self._get_entry(), self._get_reconfigure_subentry(), data=data
            )
        return self.async_create_entry(
            title=await self._name(), data=data, unique_id=str(self._chosen)
        )

    async def _name(self) -> str:
        """Return the feature's name in the language of Home Assistant."""
        texts = await async_get_translations(
            self.hass, self.hass.config.language, "selector", {DOMAIN}
        )
        key = f"component.{DOMAIN}.selector.{KIND_SELECTOR}.options.{self._chosen}"
        return texts.get(key, str(self._chosen))

    # One step for each form: their texts differ

    async def async_step_switch(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Something that is on or off."""
        return await self._done(user_input)

    async def async_step_screen_brightness(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """A value."""
        return await self._done(user_input)

    async def async_step_channel(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """A channel."""
        return await self._done(user_input)

    async def async_step_sound_mode(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """A choice of three."""
        return await self._done(user_input)

    async def async_step_battery(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """A charge."""
        return await self._done(user_input)

    async def async_step_sound_output(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Where sound comes out."""
        return await self._done(user_input)

    async def async_step_bluetooth(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Radio, pairing and peers."""
        return await self._done(user_input)

    async def async_step_screens(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Screens and apps."""
        return await self._done(user_input)
