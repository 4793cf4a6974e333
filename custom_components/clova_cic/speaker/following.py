"""What becomes of one sound at a player, found from the states that the player shows.

Players differ: some show a change only when they are asked, every ten seconds; some say that they
are idle long after the end; some show another content id than the one they were given; some tell
no position. Where the states say nothing, time does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from homeassistant.core import (
    CALLBACK_TYPE,
    Context,
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
)
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.util import dt as dt_util

from ..cic.playback import Failed, Finished, Loss, Lost, Paused, Position, Resumed, Stalled, Started
from ..music.player_view import PlayerView, Status
from .identity import Identity
from .looks import Looks
from .place import Place

SETTLE: Final = 12.0  # seconds until what was done must show: some players are asked every ten
BUFFERING_LIMIT: Final = 30.0  # seconds in which a sound that is being loaded must begin
ABSENCE: Final = 5.0  # seconds for which a player may be unavailable: a gap in the network
NEAR_END: Final = 5000.0  # ms before the end at which silence means the end
BARELY: Final = 1000.0  # ms; what shows no more progress than this has not played

type News = Started | Position | Stalled | Paused | Resumed | Finished | Failed | Lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a follower asks of the speaker that it works for."""

    is_foreign: Callable[[Context], bool]  # whether a person did it, or an automation
    ask: Callable[[], None]  # have the player tell its state
    begin: Callable[[str], None]  # a player is about to fetch this URL
    is_fetched: Callable[[str], bool]  # whether the player has got something of a URL
    is_broken: Callable[[str], bool]  # whether it could not have it, or not all


class Following:
    """Follows one sound from the moment the player was told to play it until it is over."""

    def __init__(
        self,
        hass: HomeAssistant,
        entity_id: str,
        sound: int,
        report: Callable[[News], None],
        surroundings: Surroundings,
    ) -> None:
        """Look at the player before it is told; nothing is reported yet."""
        self._hass = hass
        self._entity_id = entity_id
        self._sound = sound
        self._report = report
        self._around = surroundings
        self._before = PlayerView.of(hass.states.get(entity_id))
        self._identity = Identity("")
        self._place = Place()
        self._offset = 0.0
        self._length: float | None = None
        self._told_at = 0.0  # when the player was told …
        self._told_on = dt_util.utcnow()  # … by the clock of its states
        self._was_seen = False  # the player seemed to play it, before it had got any of it
        self._began = False
        self._progressed = True  # unless the player tells a position that stays where it was
        self._stalled = False
        self._wanted = Status.PLAYING
        self._settled = True  # the player shows what is wanted
        self._settle_until = 0.0
        self._gone_at: float | None = None
        self._looks = Looks(hass, ask=surroundings.ask, look=lambda: self._look(foreign=False))
        self._unfollow: CALLBACK_TYPE | None = None
        self.asleep = False  # paused for so long that the player has forgotten it
        self.over = False

    # What the speaker does

    @callback
    def begin(self, url: str, *, offset: float = 0.0, length: float | None = None) -> None:
        """The player has been told to play this; `offset` and `length` in milliseconds."""
        now = self._told_at = self._now
        self._told_on = dt_util.utcnow()
        self._identity = Identity(url)
        self._offset, self._length = offset, length
        self._place.put(offset, now)
        self._looks.begin()
        self._unfollow = async_track_state_change_event(self._hass, self._entity_id, self._changed)
        self._look(foreign=False)

    @callback
    def expect(self, wanted: Status) -> None:
        """The player is about to be told to pause, or to go on: that is no news."""
        self._wanted, self._settled = wanted, False
        self._settle_until = self._now + SETTLE
        self._place.run(self._now, runs=wanted is Status.PLAYING and not self._stalled)

    @callback
    def sought(self, position: float) -> None:
        """The player has been told to go on at this position, in milliseconds."""
        self._place.put(position, self._now)
        self._told_on = dt_util.utcnow()
        self._expect_end()

    @callback
    def close(self) -> None:
        """Report nothing any more."""
        self.over = True
        if self._unfollow is not None:
            self._unfollow()
            self._unfollow = None
        self._looks.close()

    @property
    def position(self) -> float:
        """Where it is now by all that is known, in milliseconds."""
        return self._place.now(self._now)

    # What is seen

    @callback
    def _changed(self, event: Event[EventStateChangedData]) -> None:
        old, new = event.data["old_state"], event.data["new_state"]
        before, now = PlayerView.of(old), PlayerView.of(new)
        # Who changes the volume, say, has not touched the sound.
        other = (before.status, before.content_id) != (now.status, now.content_id)
        self._look(foreign=other and new is not None and self._around.is_foreign(new.context))

    def _look(self, *, foreign: bool) -> None:
        """Take what the player shows now; `foreign`: because somebody else told it to."""
        if self.over:
            return
        until: float | None
        view = PlayerView.of(self._hass.states.get(self._entity_id))
        if view.status is Status.GONE:
            until = self._absent()
        elif self._began:
            self._gone_at = None
            until = self._goes_on(view, foreign=foreign)
        else:
            self._gone_at = None
            until = self._starts(view, foreign=foreign)
        if not self.over:
            self._looks.wake(until)

    def _absent(self) -> float:
        """The player is unavailable."""
        if self._gone_at is None:
            self._gone_at = self._now
        if self._now >= self._gone_at + ABSENCE:
            self._end(Lost(self._sound, Loss.VANISHED))
        return self._gone_at + ABSENCE

    def _starts(self, view: PlayerView, *, foreign: bool) -> float:
        """Nothing has been heard yet; return when to look again."""
        limit = BUFFERING_LIMIT if view.status is Status.BUFFERING else SETTLE
        due = self._told_at + limit
        late = self._now >= due
        if foreign and not self._identity.is_exactly(view):
            playing = view.status in {Status.PLAYING, Status.BUFFERING}
            self._end(Lost(self._sound, Loss.TAKEN_OVER if playing else Loss.STOPPED))
        elif self._is_hopeless(view):
            self._end(Failed(self._sound, "it could not be fetched"))
        elif view.status is Status.PLAYING and (late or self._is_new(view)):
            if late or self._has_come:
                self._start(view, late=late)
            self._was_seen = True
        elif view.status is Status.SILENT and self._was_seen and self._has_come:
            self._start(view, late=False)  # it was so short that it is over
            self._fell_silent(foreign=False)
        elif view.status is Status.UNTOLD and late:
            self._start(view, late=True)  # it tells nothing: believe that it plays
        elif late:
            self._end(Failed(self._sound, "the speaker did not begin to play it"))
        return due

    @property
    def _has_come(self) -> bool:
        return self._around.is_fetched(self._identity.url)

    def _is_hopeless(self, view: PlayerView) -> bool:
        """Tell whether the media could not be had, and what the player has of it is nothing."""
        nothing = view.status is Status.SILENT or not self._has_come
        return nothing and self._around.is_broken(self._identity.url)

    def _is_new(self, view: PlayerView) -> bool:
        """Tell whether it is our sound that plays, not yet what played before."""
        before = self._before
        return (
            self._identity.is_exactly(view)
            or before.status is not Status.PLAYING
            or view.content_id is None
            or view.content_id != before.content_id
        )

    def _start(self, view: PlayerView, *, late: bool) -> None:
        """It is heard, and if it took long to show, has been since it was told."""
        self._began = True
        self._identity.learn(view)
        self._place.run(self._told_at if late else self._now)
        self._looks.begin()
        self._report(Started(self._sound, self.position if late else None))
        if not self.over:
            self._locate(view)
            self._expect_end()

    def _goes_on(self, view: PlayerView, *, foreign: bool) -> float | None:
        """It has begun; return when to look again if nothing is shown until then."""
        sounds = view.status in {Status.PLAYING, Status.BUFFERING, Status.PAUSED}
        young = self._now < self._told_at + SETTLE and not foreign
        if sounds and self._identity.is_other(view, may_learn=young):
            self._end(Lost(self._sound, Loss.TAKEN_OVER))
            return None
        if view.status is self._wanted:
            self._settled = True
        elif not self._settled and not foreign and self._now < self._settle_until:
            return self._settle_until  # it may still be on its way
        match view.status:
            case Status.PLAYING:
                self._plays(view)
            case Status.PAUSED if self._wanted is Status.PLAYING:
                self._wanted = Status.PAUSED
                self._place.run(self._now, runs=False)
                self._locate(view)
                self._report(Paused(self._sound))
            case Status.BUFFERING if self._wanted is Status.PLAYING and not self._stalled:
                self._stalled = True
                self._place.run(self._now, runs=False)
                self._report(Stalled(self._sound))
            case Status.SILENT if self._wanted is Status.PLAYING:
                self._fell_silent(foreign=foreign)
            case Status.SILENT:
                self.asleep = True
        return None

    def _plays(self, view: PlayerView) -> None:
        """It is heard."""
        resumed = self._stalled or self._wanted is not Status.PLAYING
        self._stalled, self._wanted, self.asleep = False, Status.PLAYING, False
        self._place.run(self._now)
        if resumed:
            self._report(Resumed(self._sound))
        self._locate(view)
        self._expect_end()

    def _locate(self, view: PlayerView) -> None:
        """Believe a position that was told since the player was told anything."""
        if view.length is not None:
            self._length = view.length
        position = view.position_now()
        if position is None or view.located_at is None or view.located_at < self._told_on:
            return
        self._told_on = view.located_at
        self._progressed = view.position is not None and view.position > self._offset + BARELY
        if view.in_seconds:
            position = min(max(self.position, position), position + 1000)
        self._place.put(position, self._now)
        self._report(Position(self._sound, position, view.length))

    def _fell_silent(self, *, foreign: bool) -> None:
        """It is not heard any more, and nobody here wanted that."""
        position = self.position
        if self._length is not None and position >= self._length - NEAR_END:
            self._end(Finished(self._sound))
        elif foreign:
            self._end(Lost(self._sound, Loss.STOPPED))
        elif not self._progressed or self._around.is_broken(self._identity.url):
            self._end(Failed(self._sound, "it broke off"))
        elif self._length is None:
            self._end(Finished(self._sound))
        else:
            self._end(Lost(self._sound, Loss.STOPPED))

    def _end(self, news: News) -> None:
        self.close()
        self._report(news)

    def _expect_end(self) -> None:
        """Look when it should be over; a player that shows it by itself has told by then."""
        end = None
        if self._length is not None and self._place.runs:
            end = self._now + max(self._length - self.position, 0.0) / 1000
        self._looks.end_at(end)

    @property
    def _now(self) -> float:
        return self._hass.loop.time()
