"""Carrying out a plan: until its effect is seen, it fails, or its time is over."""

import asyncio
from typing import Final

from homeassistant.core import Context, HomeAssistant, callback

from .feature import Feature, Plan, RefusedError
from .steps import Step

LIMIT: Final = 5.0  # seconds; who asked by voice waits no longer for an effect


async def async_carry_out(
    hass: HomeAssistant, feature: Feature, plan: Plan, context: Context
) -> None:
    """Do what is planned and wait for its effect. Raises RefusedError with the reason if it fails."""
    changed = asyncio.Event()

    @callback
    def look() -> None:
        changed.set()

    stop = feature.async_listen(look)
    done = 0
    try:
        async with asyncio.timeout(LIMIT):
            for step in plan.steps:
                await async_take(hass, step, context)
                done += 1
            while not _reached(feature, plan):
                changed.clear()
                await changed.wait()
    except TimeoutError:
        waited = "showed no effect" if done == len(plan.steps) else "did not return"
        raise RefusedError(f"{feature.name} {waited} within {LIMIT:g} s") from None
    finally:
        stop()


async def async_take(hass: HomeAssistant, step: Step, context: Context) -> None:
    """Do one step. Raises RefusedError with what went wrong, whoever's fault it is."""
    try:
        await step.async_take(hass, context)
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        raise RefusedError("it was cancelled") from None
    except Exception as err:  # whatever integrations let through from their libraries
        raise RefusedError(str(err) or type(err).__name__) from err


def _reached(feature: Feature, plan: Plan) -> bool:
    """Tell whether the effect is there. RefusedError if it will never be."""
    if plan.reached is None:
        return True
    if feature.removed:
        raise RefusedError(f"{feature.name} was removed meanwhile")
    return plan.reached()
