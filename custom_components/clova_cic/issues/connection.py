"""What keeps a device from CLOVA and a person can mend: repair issues that go with their cause.

A token that is refused is none of them: Home Assistant itself asks to sign in again.
"""

from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util

from ..account.auth_http import CLOCK_TOLERANCE
from ..cic import CertificateRefusedError, ClientConfig, News, RequestRejectedError, Stats
from ..const import DOMAIN
from ..errors import host_of, is_refused_as_such
from ..speaker.issue import NO_SPEAKER

CERTIFICATE_TIME: Final = "certificate_time"
CLOCK: Final = "clock"
CONTESTED: Final = "contested"
USER_AGENT: Final = "user_agent"
_ALL: Final = (CERTIFICATE_TIME, CLOCK, CONTESTED, NO_SPEAKER, USER_AGENT)


class ConnectionIssues:
    """Judges an entry's connection whenever there is news of it."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry[Any], stats: Stats, config: ClientConfig
    ) -> None:
        """Belong to an entry."""
        self._hass = hass
        self._entry = entry
        self._stats = stats
        self._config = config
        self._texts = {"device": entry.title, "host": host_of(config.base_url)}

    @callback
    def async_watch(self) -> CALLBACK_TYPE:
        """Judge from now on; returns what ends that."""
        stops = [self._stats.listen(news, self.async_judge) for news in (News.LINK, News.PING)]

        def stop() -> None:
            for one in stops:
                one()

        return stop

    @callback
    def async_judge(self) -> None:
        """Open the issues for which there is a reason, close those whose reason is gone."""
        if self._hass.is_stopping:
            return
        self._judge_trouble()
        self._judge_contest()
        self._judge_clock()

    def _judge_trouble(self) -> None:
        """What failed last; only a connection proves that it is over, as other things fail too."""
        trouble = self._stats.trouble
        if self._stats.connected_since is not None:
            self._close(CERTIFICATE_TIME)
            self._close(USER_AGENT)
        elif isinstance(trouble, CertificateRefusedError) and trouble.untimely:
            if not self._is_open(CERTIFICATE_TIME):
                now = dt_util.now().strftime("%Y-%m-%d %H:%M")
                self._open(CERTIFICATE_TIME, ir.IssueSeverity.ERROR, now=now)
        elif isinstance(trouble, RequestRejectedError) and is_refused_as_such(trouble):
            self._open(
                USER_AGENT,
                ir.IssueSeverity.ERROR,
                status=str(trouble.status),
                user_agent=self._config.user_agent,
            )

    def _judge_contest(self) -> None:
        if self._stats.contested:
            self._open(CONTESTED, ir.IssueSeverity.ERROR)
        else:
            self._close(CONTESTED)

    def _judge_clock(self) -> None:
        ahead = self._stats.clock_ahead
        if ahead is None:
            return
        if abs(ahead) > CLOCK_TOLERANCE:
            self._open(CLOCK, ir.IssueSeverity.WARNING, minutes=str(round(abs(ahead) / 60)))
        else:
            self._close(CLOCK)

    def _issue_id(self, kind: str) -> str:
        return f"{kind}_{self._entry.entry_id}"

    def _is_open(self, kind: str) -> bool:
        issue = ir.async_get(self._hass).async_get_issue(DOMAIN, self._issue_id(kind))
        return issue is not None and issue.active

    def _open(self, kind: str, severity: ir.IssueSeverity, **texts: str) -> None:
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._issue_id(kind),
            is_fixable=False,
            severity=severity,
            translation_key=kind,
            translation_placeholders={**self._texts, **texts},
        )

    def _close(self, kind: str) -> None:
        ir.async_delete_issue(self._hass, DOMAIN, self._issue_id(kind))


@callback
def async_close_issues(hass: HomeAssistant, entry_id: str) -> None:
    """Close what is open for an entry that no longer connects because it shall not."""
    for kind in _ALL:
        ir.async_delete_issue(hass, DOMAIN, f"{kind}_{entry_id}")
