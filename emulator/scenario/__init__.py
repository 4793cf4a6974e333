"""Scenarios: dialogues, pushes and faults in a file, each with the effect that it is to have.

See docs/scenarios.md.
"""

from .errors import ScenarioError, StepError
from .home import Home
from .loader import all_files, find, load
from .model import Scenario
from .player import Player, Verdict, play_for_person
from .stage import Arrival, CloudStage, Stage

__all__ = [
    "Arrival",
    "CloudStage",
    "Home",
    "Player",
    "Scenario",
    "ScenarioError",
    "Stage",
    "StepError",
    "Verdict",
    "all_files",
    "find",
    "load",
    "play_for_person",
]
