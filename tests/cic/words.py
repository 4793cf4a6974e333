"""Reading an answer, where the language and the time do not matter."""

from datetime import UTC, datetime

from custom_components.clova_cic.cic.answer import Reply

NOW = datetime(2030, 5, 1, 7, 0, tzinfo=UTC)


def words(reply: Reply) -> str | None:
    """Return the text of an answer in English."""
    return reply.text("en", NOW)
