"""Which scenarios can come true with the integration as it is, and which are open."""

from typing import Final

from custom_components.clova_cic.handlers import HANDLERS
from emulator.scenario import Scenario, all_files, load

ASKED_BY_ENTITIES: Final = {"SpeechRecognizer", "TextRecognizer"}
"""The entities for conversation and speech-to-text send their events; turns take what answers."""

HANDLED: Final = {handler.namespace for handler in HANDLERS} | ASKED_BY_ENTITIES
SCENARIOS: Final = [load(file) for file in all_files()]
RUNNABLE: Final = [each for each in SCENARIOS if HANDLED.issuperset(each.needs)]


def missing(scenario: Scenario) -> list[str]:
    """Interfaces that have no handler yet."""
    return [each for each in scenario.needs if each not in HANDLED]


def told() -> str:
    """One line about the open ones; empty if there are none."""
    still = [f"{each.name} ({', '.join(missing(each))})" for each in SCENARIOS if missing(each)]
    return f"scenarios open until their handlers exist: {', '.join(still)}" if still else ""
