"""What can be wrong with what a caller sends."""


class BadInputError(ValueError):
    """The caller's JSON is not what it should be; the text is a sentence for the caller."""
