"""Content templates (content_templates.md), one of each type."""

from .payloads import Samples
from .templates_general import TEMPLATES as GENERAL
from .templates_personal import TEMPLATES as PERSONAL
from .templates_weather import TEMPLATES as WEATHER

TEMPLATES: Samples = {**GENERAL, **PERSONAL, **WEATHER}
"""The payloads by `type`."""
