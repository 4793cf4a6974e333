"""Playing what CLOVA sends (docs/protocol/flows/audio_playback.md), without clock, sound or network.

A `Player` is fed with what happens, each with the time in seconds, and returns what is to be done:

    player = Player()
    for effect in player.feed(now, news):
        ...

Fed are payloads of directives (AudioPlayer, PlaybackController), reports of the speaker
(`Started`, `Position`, `Stalled`, `Paused`, `Resumed`, `Finished`, `Failed`, `Lost`), wishes of the
home (`Press`, `Choose`, `Seek`, `SetRepeat`), the answers of audio focus (`FocusGained`,
`FocusLost`), `Undelivered`, `SpeakerChanged`, and a `Tick` at the time of the latest `WakeAt`.
Anything else does nothing.

Effects are to be done in order, each before the next begins, and those of a later `feed` after
those of an earlier one; feed reports the moment they come all the same. So an event leaves after
what it tells has been done. `SendEvent` brings the PlaybackState of its moment: that one belongs
into its context, whatever `Player.state` says by the time it is sent.

`StartSound` replaces whatever sounded. Its number `sound` returns in reports; those about an older
sound are ignored. The speaker reports `Started` at the first sound, or `Failed` (the media is bad:
one retry, then the next item) or `Lost` (the speaker is: playback stops and keeps its place). It
does not report back what it was told by an effect. A speaker without position or end is no problem:
the player counts by itself, and ends a stream whose length is known.

Before the first sound comes `AskFocus`: ask audio_focus.AudioFocus for a CONTENT sound and feed
`FocusGained` when its effects say Play or Resume, `FocusLost` at Pause; a lowered volume (Duck,
Restore) is the speaker's business alone. At `LeaveFocus` release it.

A home without a connection may feed Pause() or Stop() itself (CIC-PC-002).
"""

from .effects import (
    AskFocus,
    Effect,
    GaveUp,
    ItemChanged,
    LeaveFocus,
    Outgoing,
    PauseSound,
    PlayerChanged,
    QueueChanged,
    ResumeSound,
    SeekSound,
    SendEvent,
    StartSound,
    StopSound,
    WakeAt,
)
from .inputs import (
    Button,
    Choose,
    Failed,
    Finished,
    FocusGained,
    FocusLost,
    Loss,
    Lost,
    Paused,
    Position,
    Press,
    Resumed,
    Seek,
    SetRepeat,
    SpeakerChanged,
    Stalled,
    Started,
    Tick,
    Undelivered,
)
from .player import Player
from .queue import MAX_HISTORY, MAX_UPCOMING, Entry, Queue

__all__ = [
    "MAX_HISTORY",
    "MAX_UPCOMING",
    "AskFocus",
    "Button",
    "Choose",
    "Effect",
    "Entry",
    "Failed",
    "Finished",
    "FocusGained",
    "FocusLost",
    "GaveUp",
    "ItemChanged",
    "LeaveFocus",
    "Loss",
    "Lost",
    "Outgoing",
    "PauseSound",
    "Paused",
    "Player",
    "PlayerChanged",
    "Position",
    "Press",
    "Queue",
    "QueueChanged",
    "ResumeSound",
    "Resumed",
    "Seek",
    "SeekSound",
    "SendEvent",
    "SetRepeat",
    "SpeakerChanged",
    "Stalled",
    "StartSound",
    "Started",
    "StopSound",
    "Tick",
    "Undelivered",
    "WakeAt",
]
