"""Names that several modules of the integration share."""

import logging
from typing import Final

DOMAIN: Final = "clova_cic"
LOGGER: Final = logging.getLogger(__package__)

MANUFACTURER: Final = "NAVER / LINE"

CONF_BASE_URL: Final = "base_url"

# Options
CONF_LANGUAGE: Final = "language"
CONF_DIRECTIVE_CONTENT: Final = "directive_content"
CONF_SPEAKER: Final = "speaker"
CONF_SHARE_LOCATION: Final = "share_location"
CONF_HOME_ZONE: Final = "home_zone"
CONF_OFFICE_ZONE: Final = "office_zone"

CONTENT_HIDDEN: Final = "hidden"  # of a directive: only what says nothing of a person is shown
CONTENT_SHOWN: Final = "shown"
