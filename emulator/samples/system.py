"""System (system.md)."""

from .alerts import ACTION_TIMER, ALARM, REMINDER
from .payloads import Samples

SAMPLES: Samples = {
    "System.Exception": {"code": 500, "description": "The service is not available."},
    "System.SynchronizeState": {"allAlerts": [ALARM, REMINDER, ACTION_TIMER]},
}
VARIANTS: Samples = {
    "System.SynchronizeState:empty": {"allAlerts": []},
    "System.SynchronizeState:absent": {},
}
