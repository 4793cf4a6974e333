"""Names that several modules of the integration share."""

import logging
from typing import Final

DOMAIN: Final = "clova_cic"
LOGGER: Final = logging.getLogger(__package__)

MANUFACTURER: Final = "NAVER / LINE"

# Entry data and dialogs
CONF_ACCOUNT_TOKEN: Final = "account_token"  # noqa: S105 (the name of a field; never stored)
CONF_AUTH_URL: Final = "auth_url"
CONF_BASE_URL: Final = "base_url"
CONF_DEVICE_TAGS: Final = "device_tags"
CONF_EXPIRES_IN: Final = "expires_in"
CONF_MODEL_ID: Final = "model_id"
CONF_REFRESH_TOKEN: Final = "refresh_token"  # noqa: S105 (the name of a field)
CONF_SIGN_IN: Final = "sign_in"
CONF_USER_AGENT: Final = "user_agent"

REAUTH_REASON: Final = "reauth_reason"
"""Key of the data that a reauthentication is started with: why, if not for a refused token."""
REAUTH_FOR_LOGIN: Final = "login"  # CLOVA asked for a sign-in (CIC-A-036)

# Options
CONF_LANGUAGE: Final = "language"
CONF_DIRECTIVE_CONTENT: Final = "directive_content"
CONF_SPEAKER: Final = "speaker"
CONF_FOLLOW_ASKER: Final = "follow_asker"
CONF_ALERT_GRACE: Final = "alert_grace"
CONF_SHARE_LOCATION: Final = "share_location"
CONF_HOME_ZONE: Final = "home_zone"
CONF_OFFICE_ZONE: Final = "office_zone"
CONF_VOICE_SETTING: Final = "voice_setting"
CONF_VOLUME_MAXIMUM: Final = "volume_maximum"
CONF_VOLUME_MINIMUM: Final = "volume_minimum"
CONF_VOLUME_STEP: Final = "volume_step"
CONF_VOLUME_WARNING: Final = "volume_warning"

CONTENT_HIDDEN: Final = "hidden"  # of a directive: only what says nothing of a person is shown
CONTENT_SHOWN: Final = "shown"
