"""Music that exists: a small library of generated pieces with pictures, and a server for them.

`catalogue` says what there is and `odd` what is wrong with some of it; `compose`, `sound`, `pictures`
and `shelf` make the files; `tickets`, `delivery`, `streaming` and `server` give them out.
"""

from .catalogue import BY_TOKEN, Track
from .fetches import Fetch
from .music import Music
from .server import MusicServer

__all__ = ["BY_TOKEN", "Fetch", "Music", "MusicServer", "Track"]
