"""Pipelines in which nobody could make use of a request without words."""

from typing import Final

from homeassistant.components.conversation import DOMAIN as CONVERSATION_DOMAIN
from homeassistant.const import CONF_DEVICE_ID
from homeassistant.core import callback
from homeassistant.helpers import entity_registry as er, issue_registry as ir

from ..const import DOMAIN
from ..coordinator import ClovaCoordinator

ASSIST_PIPELINE: Final = "assist_pipeline"


class WordlessIssue:
    """CLOVA told no words: only its own agent has the answer to what was said."""

    def __init__(self, coordinator: ClovaCoordinator) -> None:
        """Belong to an entry's device."""
        self._hass = coordinator.hass
        self._entry = coordinator.config_entry
        self._issue_id = f"wordless_{self._entry.entry_id}"

    @callback
    def async_judge(self, engine: str) -> bool:
        """Tell whether every pipeline with this ear asks this device's agent.

        If not, a repair issue says which ones do not; it goes when they do.
        """
        others = self._pipelines_of_others(engine)
        if not others:
            ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)
            return True
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._issue_id,
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key="wordless",
            translation_placeholders={
                "device": self._entry.title,
                "pipelines": ", ".join(others),
            },
        )
        return False

    def _pipelines_of_others(self, engine: str) -> list[str]:
        """Name the pipelines with this ear and an agent that is not this device's."""
        if ASSIST_PIPELINE not in self._hass.config.components:
            return []
        # Imported here: a home that does without pipelines need not have what they require.
        from homeassistant.components.assist_pipeline import async_get_pipelines  # noqa: PLC0415

        agent = er.async_get(self._hass).async_get_entity_id(
            CONVERSATION_DOMAIN, DOMAIN, f"{self._entry.data[CONF_DEVICE_ID]}-agent"
        )
        return [
            pipeline.name
            for pipeline in async_get_pipelines(self._hass)
            if pipeline.stt_engine == engine and pipeline.conversation_engine != agent
        ]
