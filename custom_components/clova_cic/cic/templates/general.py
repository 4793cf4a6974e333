"""The general templates: cards, images, text, popups."""

from collections.abc import Mapping
from typing import Any

from .times import View, day, moment
from .values import child, first, items, joined, text, texts, with_more


def card_list(payload: Mapping[str, Any], view: View) -> list[str]:
    """The first card that has a title; without titles (thumbnails) their source or number."""
    cards = items(payload, "cardList")
    if not cards:
        return []
    titled = next((card for card in cards if text(card.get("title"))), None)
    card = titled or cards[0]
    if titled:
        heading = with_more(text(titled.get("title")), len(cards) - 1)
    else:
        pictures = sum(bool(text(card.get("imageUrl"))) for card in cards)
        sources = (text(card.get("referenceText")) for card in cards)
        heading = first(*sources, view.count("image", pictures) if pictures else "")
    descriptions = texts(card.get("description"))
    published = joined(text(card.get("press")), _published(card, view))
    return [heading, first(*descriptions, published, text(card.get("contentProviderText")))]


def image_list(payload: Mapping[str, Any], view: View) -> list[str]:
    """The first caption and where that image is from; without captions the number of images."""
    images = items(payload, "thumbImageUrlList", "ImageList")
    if not images:
        return []
    titled = next((image for image in images if text(image.get("imageTitle"))), None)
    image = titled or images[0]
    if titled:
        heading = with_more(text(titled.get("imageTitle")), len(images) - 1)
    else:
        heading = first(text(payload.get("subtitle")), view.count("image", len(images)))
    return [heading, first(text(image.get("imageReference")), text(image.get("referenceText")))]


def image_text(payload: Mapping[str, Any], _view: View) -> list[str]:
    """A person, a book, a place; the object `display` is in the samples only."""
    display = payload.get("display")
    left = joined(*(text(child(display, f"leftMainText{half}")) for half in "AB"))
    right = joined(*(text(child(display, f"rightMainText{half}")) for half in "AB"))
    main = first(text(payload.get("mainText")), left, right)
    sub = first(
        joined(*texts(payload.get("subTextList"))),
        text(payload.get("subText")),
        joined(*texts(child(display, "rightSubTextList"))),
        right if right != main else "",
        _source(payload),
        text(child(display, "referenceText")),
    )
    return [main, sub]


def popup(payload: Mapping[str, Any], _view: View) -> list[str]:
    """The texts of the form that `displayType` names; of an unknown one the first there is."""
    toast, alert, title, main = (
        text(payload.get(name)) for name in ("toastText", "alertText", "title", "mainText")
    )
    forms = {
        "TOAST": [toast, text(payload.get("toastLinkText"))],
        "ALERT": [alert],
        "POPUP": [title, main],
    }
    lines = forms.get(text(payload.get("displayType")).upper(), [])
    return lines if any(lines) else [first(toast, alert, title, main)]


def plain_text(payload: Mapping[str, Any], _view: View) -> list[str]:
    """Highlight, sentence, paragraph or table: the form is told by what is filled."""
    emphasised = joined(text(payload.get("highlightText")), text(payload.get("mainText")), by=" ")
    sentence, paragraph, side_note = (
        text(payload.get(name)) for name in ("sentenceText", "paragraphText", "subText")
    )
    rows = [said for row in items(payload, "tableList", "tablieList") if (said := _row(row))]
    spoken = first(emphasised, sentence)
    if spoken:
        return [spoken, first(side_note, paragraph, _source(payload), *rows)]
    if paragraph:
        return [paragraph, first(side_note, _source(payload), *rows)]
    return [first(*rows), first(side_note, *rows[1:], _source(payload))]


def notice(payload: Mapping[str, Any]) -> tuple[str, str]:
    """The legal notice of cards and its link: both have to be shown if there are any."""
    return text(payload.get("noticeText")), text(payload.get("noticeLink"))


def _published(card: Mapping[str, Any], view: View) -> str:
    """When news came out: a day, or its age in words."""
    found = moment(card.get("publishDate"), view)
    return day(found.at, view) if found else text(card.get("publishDate"))


def _row(row: Mapping[str, Any]) -> str:
    """A row of a table, the first cell being its heading."""
    cells = joined(text(row.get("item2")), text(row.get("item3")))
    return joined(text(row.get("item1")), cells, by=": ")


def _source(payload: Mapping[str, Any]) -> str:
    """Where it is from; Japanese texts of 2019 call it `provider`."""
    return first(text(payload.get("referenceText")), text(child(payload, "provider", "name")))
