"""Cards, images, text, popups."""

from typing import Any

import pytest

from custom_components.clova_cic.cic.templates import LINE, NOTICE

from .payloads import EMPTY, FAILURE, LANGUAGES, date, said, string, strings, template, url


def card(**fields: object) -> dict[str, object]:
    """A card, most of whose fields are empty."""
    empty = dict.fromkeys(("contentProviderText", "press", "referenceText", "title"), EMPTY)
    return {**empty, "description": strings("", "", ""), **fields}


NEWS = template(
    "CardList",
    subType="Type4",
    noticeText=EMPTY,
    noticeLink=url(""),
    cardList=[
        card(
            title=string("봄비 <mark>전국</mark> 확대"),
            press=string("한빛일보"),
            publishDate=date("2026-03-03"),
        ),
        card(title=string("벚꽃 개화 빨라져")),
        card(title=string("주말 나들이 명소")),
    ],
)
FILMS = template(
    "CardList",
    subType="",
    cardList=[card(title=string("바다의 노래"), description=strings("", "1시간 52분", "2025"))],
)
THUMBNAILS = template("CardList", cardList=[card(imageUrl=url()), card(imageUrl=url())])
PICTURES = template(
    "ImageList",
    thumbImageUrlList=[
        {"imageTitle": EMPTY, "imageReference": string("blog"), "thumbImageUrl": url()},
        {
            "imageTitle": string("고양이 낮잠"),
            "imageReference": string("숲속 블로그"),
            "referenceText": string("이미지 검색"),
            "thumbImageUrl": url(),
        },
        {"imageTitle": EMPTY, "imageReference": EMPTY, "thumbImageUrl": EMPTY},
    ],
)
PERSON = template(
    "ImageText",
    mainText=string("홍길동"),
    subTextList=strings("작가", "", "1990년 1월 1일"),
    referenceText=string("검색결과"),
    thumbImageType=string("인물"),
)
DISPLAY = {
    "leftMainTextA": string("홍길동"),
    "leftMainTextB": EMPTY,
    "leftSubTextList": [],
    "rightMainTextA": string("새벽 출판사"),
    "rightMainTextB": string("작가"),
    "rightSubTextList": strings("서울 출생", ""),
    "referenceText": string("인물 검색"),
}


@pytest.mark.parametrize(("language", "day"), [("ko", "어제"), ("ja", "昨日"), ("en", "yesterday")])
def test_news(language: str, day: str) -> None:
    assert said(NEWS, language) == ["봄비 전국 확대 +2", f"한빛일보 · {day}"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_has_no_words_of_its_own_is_the_same_in_all_languages(language: str) -> None:
    assert said(FILMS, language) == ["바다의 노래", "1시간 52분"]
    assert said(PICTURES, language) == ["고양이 낮잠 +1", "숲속 블로그"]
    assert said(PERSON, language) == ["홍길동", "작가 · 1990년 1월 1일"]


@pytest.mark.parametrize(
    ("fields", "second"),
    [
        ({"publishDate": string("3시간 전")}, "3시간 전"),
        ({"publishDate": date("20251224"), "press": string("P")}, "P · Wed Dec 24 2025"),
        ({"contentProviderText": string("전시")}, "전시"),
        ({"description": "no list", "press": string("P")}, "P"),
    ],
)
def test_the_second_line_of_a_card(fields: dict[str, Any], second: str) -> None:
    assert said(template("CardList", cardList=[card(title=string("T"), **fields)])) == ["T", second]


@pytest.mark.parametrize(
    ("language", "count"), [("ko", "이미지 2장"), ("ja", "画像2枚"), ("en", "2 images")]
)
def test_images_without_titles_are_counted(language: str, count: str) -> None:
    assert said(THUMBNAILS, language) == [count]
    images = [{"imageUrl": url()}, {"thumbImageUrl": url(), "referenceText": string("source")}]
    assert said(template("ImageList", thumbImageUrlList=images), language) == [count]


def test_thumbnails_name_their_source() -> None:
    cards = [card(imageUrl=url()), card(imageUrl=url(), referenceText=string("이미지 검색"))]
    assert said(template("CardList", cardList=cards)) == ["이미지 검색"]


def test_cards_without_title_and_image_have_their_description() -> None:
    assert said(template("CardList", cardList=[card(description=strings("D"))])) == ["D"]


def test_images_without_captions_have_a_subtitle() -> None:
    images = [{"imageUrl": url(), "referenceText": string("source")}]
    payload = template("ImageList", thumbImageUrlList=images, subtitle=string("Cats"))
    assert said(payload) == ["Cats", "source"]


def test_the_older_name_of_the_list_of_images() -> None:
    assert said(template("ImageList", ImageList=[{"imageTitle": string("A cat")}])) == ["A cat"]


@pytest.mark.parametrize("kind", ["CardList", "ImageList"])
def test_no_card_and_no_image(kind: str) -> None:
    payload = template(kind, cardList=[card()], thumbImageUrlList=[{"imageUrl": EMPTY}])
    assert said(payload) == [FAILURE["value"]]


def test_a_notice_is_always_shown_and_whole() -> None:
    notice = "Results may contain advertising. " * 10
    link = "https://notice.example.com/" + "a" * LINE
    payload = {**NEWS, "noticeText": string(notice), "noticeLink": url(link)}
    assert said(payload)[2:] == [f"{notice.strip()} {link}"]
    assert said({**payload, "noticeLink": url("")})[2:] == [notice.strip()]
    assert said({**payload, "noticeText": EMPTY})[2:] == [link]
    assert said({**payload, "type": "Text"}) == [FAILURE["value"]]


def test_a_notice_without_end_is_cut_and_its_link_is_whole_or_left_out() -> None:
    link = "https://notice.example.com/"
    payload = {**NEWS, "noticeText": string("word " * 999), "noticeLink": url(link)}
    line = said(payload)[2]
    assert len(line) <= NOTICE
    assert line.endswith(f"word… {link}")
    line = said({**payload, "noticeLink": url(link * 99)})[2]
    assert NOTICE - len(" word") <= len(line) <= NOTICE
    assert line.endswith("word…")


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ({"mainText": string("M"), "subTextList": strings("", "")}, ["M", "검색"]),
        ({"mainText": string("M"), "subText": string("S")}, ["M", "S"]),
        ({"mainText": string("M"), "display": DISPLAY}, ["M", "서울 출생"]),
        ({"mainText": EMPTY, "display": DISPLAY}, ["홍길동", "서울 출생"]),
        (
            {"mainText": string("M"), "display": {**DISPLAY, "rightSubTextList": []}},
            ["M", "새벽 출판사 · 작가"],
        ),
        (
            {"display": {"rightMainTextA": string("A"), "rightMainTextB": string("B")}},
            ["A · B", "검색"],
        ),
        ({"display": [DISPLAY], "mainText": string("M")}, ["M", "검색"]),
    ],
)
def test_the_fields_of_the_samples(fields: dict[str, Any], lines: list[str]) -> None:
    assert said(template("ImageText", referenceText=string("검색"), **fields)) == lines


def test_where_a_picture_is_from() -> None:
    assert said({"type": "ImageText", "mainText": "M", "provider": {"name": "LINE"}}) == [
        "M",
        "LINE",
    ]
    assert said({"type": "ImageText", "mainText": "M", "display": DISPLAY}) == ["M", "서울 출생"]
    only = {"referenceText": string("인물 검색")}
    assert said({"type": "ImageText", "mainText": "M", "display": only}) == ["M", "인물 검색"]


POPUP = {
    "toastText": string("Toast"),
    "toastLinkText": string("More"),
    "alertText": string("Alert"),
    "title": string("Title"),
    "mainText": string("Main"),
}


@pytest.mark.parametrize(
    ("display", "without", "lines"),
    [
        ("TOAST", "", ["Toast", "More"]),
        ("ALERT", "", ["Alert"]),
        ("POPUP", "", ["Title", "Main"]),
        ("POPUP", "title", ["Main"]),
        ("popup", "", ["Title", "Main"]),
        ("BANNER", "", ["Toast"]),
        ("BANNER", "toastText", ["Alert"]),
        (None, "", ["Toast"]),
        ("ALERT", "alertText", ["Toast"]),
    ],
)
def test_popups(display: object, without: str, lines: list[str]) -> None:
    fields = {name: value for name, value in POPUP.items() if name != without}
    assert said(template("Popup", displayType=display, **fields)) == lines


EMPTY_TABLE = [{"item1": EMPTY, "item2": EMPTY, "item2Link": {"type": "", "value": ""}}]
TABLE = [
    {
        "item1": string("전화"),
        "item2": string("02-000-0000"),
        "item2Link": {"type": "", "value": ""},
    },
    {"item1": EMPTY, "item2": EMPTY},
    {"item1": string("영업"), "item2": string("월–금"), "item3": string("9–18시")},
]


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        (
            {"highlightText": {"type": "number", "value": "1,432.10"}, "mainText": string("원")},
            ["1,432.10 원", "검색"],
        ),
        (
            {"highlightText": string(None), "mainText": string("M"), "subText": string("+0.3%")},
            ["M", "+0.3%"],
        ),
        ({"mainText": string("M"), "paragraphText": string("one\ntwo")}, ["M", "one two"]),
        ({"sentenceText": string("<mark>안녕</mark>하세요")}, ["안녕하세요", "검색"]),
        ({"paragraphText": string("P\n\nQ")}, ["P Q", "검색"]),
        ({"paragraphText": string("P"), "subText": string("S")}, ["P", "S"]),
        ({"tableList": TABLE}, ["전화: 02-000-0000", "영업: 월–금 · 9–18시"]),
        ({"tableList": TABLE[:1]}, ["전화: 02-000-0000", "검색"]),
        (
            {"tableList": EMPTY_TABLE, "highlightText": {"type": "number", "value": 12}},
            ["12", "검색"],
        ),
        ({"tableList": [{"item2": string("only")}]}, ["only", "검색"]),
    ],
)
def test_the_forms_of_text(fields: dict[str, Any], lines: list[str]) -> None:
    assert said(template("Text", referenceText=string("검색"), **fields)) == lines


@pytest.mark.parametrize("form", ["mainText", "paragraphText"])
def test_a_table_is_the_last_second_line(form: str) -> None:
    assert said({"type": "Text", form: "T", "tableList": TABLE}) == ["T", "전화: 02-000-0000"]
    assert said({"type": "Text", form: "T", "provider": {"name": string("N")}}) == ["T", "N"]
