"""Asking CLOVA in words outside a conversation, and its failures as Home Assistant's."""

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ..cic import CicError, Reply, UsageError
from ..coordinator import ClovaCoordinator
from ..errors import describe


async def async_ask(coordinator: ClovaCoordinator, text: str, *, conversation: str) -> Reply:
    """Ask, and return what came; none of it is spoken. Raises HomeAssistantError."""
    try:
        reply = await coordinator.client.ask(text, conversation=conversation)
    except CicError as err:
        raise failure_of(coordinator, err) from err
    coordinator.voice.reports.cut_off()  # a new dialogue has begun (CIC-SS-014)
    return reply


def failure_of(coordinator: ClovaCoordinator, error: CicError) -> HomeAssistantError:
    """Make the error that tells the reason in plain words."""
    problem = describe(error, coordinator.client_config.base_url)
    if isinstance(error, UsageError):
        return ServiceValidationError(**problem.as_exception())
    return HomeAssistantError(**problem.as_exception())
