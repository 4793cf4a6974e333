"""Find where a JSON object ends while its bytes still arrive."""

import re

_OUTSIDE = re.compile(rb'["{}]')
_IN_STRING = re.compile(rb'["\\]')


class JsonScanner:
    """Follow braces and strings of one object through a growing buffer; reads each byte once."""

    def __init__(self) -> None:
        """Expect an object."""
        self._depth = 0
        self._in_string = False
        self._position = 0

    def find_end(self, buffer: bytearray) -> int | None:
        """Return the index after the object's last brace, None while it is not there yet.

        The buffer may only have grown since the last call.
        """
        while True:
            pattern = _IN_STRING if self._in_string else _OUTSIDE
            found = pattern.search(buffer, self._position)
            if found is None:
                self._position = max(self._position, len(buffer))
                return None
            self._position = found.end()
            match found.group():
                case b"\\":
                    self._position += 1  # the escaped character, which may not be there yet
                case b'"':
                    self._in_string = not self._in_string
                case b"{":
                    self._depth += 1
                case _:
                    self._depth -= 1
                    if self._depth <= 0:
                        return self._position
