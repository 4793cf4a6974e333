"""Names that several modules of the integration share."""

import logging
from typing import Final

DOMAIN: Final = "clova_cic"
LOGGER: Final = logging.getLogger(__package__)

MANUFACTURER: Final = "NAVER / LINE"

CONF_BASE_URL: Final = "base_url"
