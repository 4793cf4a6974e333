"""Music: played, paused, continued, stopped, named, liked; for devices that can play."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import override

from ...music.catalogue import OTHER, RADIO, STATIONS, TRACKS, Station, Track
from ..language import Language, plain
from ..situation import Ability, ControlMusic, LikeMusic, PlayMusic, RepeatMusic
from .base import Line, Said, Skill, has


@dataclass(frozen=True, slots=True)
class MusicPhrases:
    """How one asks, and what to say."""

    play: tuple[str, ...]
    """Whatever music there is."""
    play_named: tuple[str, ...]
    """With it goes the name of a track, or of a kind of music."""
    playing: str
    playing_track: str
    """With `{title}` and `{artist}`, as what is told."""
    unable: str
    commands: tuple[tuple[tuple[str, ...], str], ...]
    """Patterns, and the command that they stand for."""
    repeat: tuple[str, ...]
    repeat_no_more: tuple[str, ...]
    like: tuple[str, ...]
    like_no_more: tuple[str, ...]
    asked: tuple[str, ...]
    told: str
    told_held: str
    """It does not sound at this moment."""
    told_nothing: str
    told_unknown: str
    done: str


class MusicSkill(Skill):
    """Leaves the playing to the device."""

    def __init__(self, phrases: Mapping[Language, MusicPhrases]) -> None:
        self._phrases = phrases

    @override
    def answer(self, said: Said) -> Line | None:
        phrases = self._phrases[said.language]
        able = Ability.MUSIC in said.situation.abilities
        if able and (line := _about_what_plays(phrases, said)):
            return line
        what = _wanted(phrases, said.text)
        if what is None:
            return None
        if not able:
            return Line(phrases.unable)
        if isinstance(what, Track):
            return Line(
                _filled(phrases.playing_track, what, said.language), acts=(PlayMusic(what.token),)
            )
        return Line(phrases.playing, acts=(PlayMusic(what.key),))


def _about_what_plays(phrases: MusicPhrases, said: Said) -> Line | None:
    """What is not a wish for other music."""
    text, held = said.text, said.situation.held
    if has(text, phrases.asked):
        return Line(_told(phrases, said))
    # "No more" first: it has the words of the other in it.
    if has(text, phrases.repeat_no_more):
        return Line(phrases.done, acts=(RepeatMusic(on=False),), spoken=False)
    if has(text, phrases.repeat):
        return Line(phrases.done, acts=(RepeatMusic(on=True),), spoken=False)
    if held is not None and has(text, phrases.like_no_more):
        return Line(phrases.done, acts=(LikeMusic(liked=False),), spoken=False)
    if held is not None and has(text, phrases.like):
        return Line(phrases.done, acts=(LikeMusic(liked=True),), spoken=False)
    for patterns, command in phrases.commands:
        if has(text, patterns):
            return Line(phrases.done, acts=(ControlMusic(command),), spoken=False)
    return None


def _told(phrases: MusicPhrases, said: Said) -> str:
    held = said.situation.held
    if held is None:
        return phrases.told_nothing
    if held is OTHER:
        return phrases.told_unknown
    told = phrases.told if said.situation.playing else phrases.told_held
    return _filled(told, held, said.language)


def _filled(text: str, track: Track, language: Language) -> str:
    return text.format(title=track.titles[language], artist=track.artists[language])


def _wanted(phrases: MusicPhrases, text: str) -> Track | Station | None:
    """What is to be played: a track, or a station."""
    if has(text, phrases.play_named):
        for track in TRACKS:
            if any(plain(title) in text for title in track.titles.values()):
                return track
        for station in STATIONS:
            if any(name in text for name in station.genres.values()):
                return station
    return RADIO if has(text, phrases.play) else None
