"""The terms of use as a page that people read, in their language."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

MANDATORY: Final = ("service", "privacy")
"""Without these, whoever accepts is told `terms_not_agreed`; the third, `offers`, is optional."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The page in one language."""

    title: str
    intro: str
    service: str
    privacy: str
    offers: str
    accept: str
    decline: str
    sent: str
    accepted: str
    gone: str
    bad_address: str


_WORDS: Final = {
    "en": Words(
        title="Terms of use",
        intro="To use CLOVA with this device, accept the terms. "
        "This page belongs to the emulator: nothing here binds you.",
        service="CLOVA terms of service (required)",
        privacy="Collection and use of personal data (required)",
        offers="News and offers (optional)",
        accept="Accept",
        decline="Decline",
        sent="Your answer was sent. Go back to where you came from.",
        accepted="The terms are accepted. You can close this page.",
        gone="This page is no longer valid. Sign in again.",
        bad_address="The address to return to is not one of https.",
    ),
    "ko": Words(
        title="이용약관",
        intro="이 기기에서 CLOVA를 사용하려면 약관에 동의해 주세요. "
        "에뮬레이터의 페이지이므로 실제 효력은 없습니다.",
        service="CLOVA 서비스 이용약관 (필수)",
        privacy="개인정보 수집 및 이용 (필수)",
        offers="소식 및 혜택 알림 (선택)",
        accept="동의",
        decline="동의하지 않음",
        sent="응답을 보냈습니다. 이전 화면으로 돌아가세요.",
        accepted="약관에 동의했습니다. 이 페이지를 닫아도 됩니다.",
        gone="더 이상 유효하지 않은 페이지입니다. 다시 로그인해 주세요.",
        bad_address="돌아갈 주소가 https 주소가 아닙니다.",
    ),
    "ja": Words(
        title="利用規約",
        intro="この機器でCLOVAを使うには、規約に同意してください。"
        "エミュレーターのページなので、実際の効力はありません。",
        service="CLOVA利用規約（必須）",
        privacy="個人情報の収集と利用（必須）",
        offers="お知らせの受け取り（任意）",
        accept="同意する",
        decline="同意しない",
        sent="回答を送りました。元の画面に戻ってください。",
        accepted="規約に同意しました。このページを閉じてもかまいません。",
        gone="このページはもう使えません。もう一度ログインしてください。",
        bad_address="戻り先のアドレスがhttpsではありません。",
    ),
}

_PAGE: Final = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ margin: 0; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif;
  color: #222; background: #f4f4f4; }}
main {{ max-width: 28rem; margin: 2rem auto; padding: 1.5rem;
  background: #fff; border: 1px solid #ccc; border-radius: 0.5rem; }}
h1 {{ margin-top: 0; font-size: 1.4rem; }}
label {{ display: block; margin: 0.75rem 0; }}
button {{ font: inherit; padding: 0.5rem 1.25rem; margin: 0.75rem 0.5rem 0 0;
  border: 1px solid #767676; border-radius: 0.25rem; background: #fff; }}
button[value=accept] {{ color: #fff; background: #176b2c; border-color: #176b2c; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{content}
</main>
</body>
</html>
"""

_FORM: Final = """\
<p>{intro}</p>
<form method="post" action="{action}">
{hidden}
<label><input type="checkbox" name="service" value="yes"> {service}</label>
<label><input type="checkbox" name="privacy" value="yes"> {privacy}</label>
<label><input type="checkbox" name="offers" value="yes"> {offers}</label>
<button name="choice" value="accept">{accept}</button>
<button name="choice" value="decline">{decline}</button>
</form>
<p id="sent" hidden>{sent}</p>
<script>
// A browser stays here when it is sent to clova://, which no program may have taken.
document.querySelector("form").addEventListener("submit", () =>
  setTimeout(() => {{ document.getElementById("sent").hidden = false; }}, 500));
</script>"""


def language_of(accept_language: str) -> str:
    """The language of the page: the first one that it has, else English."""
    for each in accept_language.split(","):
        language = each.partition(";")[0].partition("-")[0].strip().lower()
        if language in _WORDS:
            return language
    return "en"


def words(language: str) -> Words:
    """The page's words in that language."""
    return _WORDS[language]


def form_page(language: str, action: str, hidden: Mapping[str, str]) -> str:
    """The terms, with boxes to tick and two buttons; `hidden` is sent along with the choice."""
    text = _WORDS[language]
    fields = "\n".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in hidden.items()
    )
    content = _FORM.format(
        action=escape(action),
        hidden=fields,
        intro=escape(text.intro),
        service=escape(text.service),
        privacy=escape(text.privacy),
        offers=escape(text.offers),
        accept=escape(text.accept),
        decline=escape(text.decline),
        sent=escape(text.sent),
    )
    return _PAGE.format(language=language, title=escape(text.title), content=content)


def message_page(language: str, sentence: str) -> str:
    """A page that says one thing."""
    title = _WORDS[language].title
    content = f"<p>{escape(sentence)}</p>"
    return _PAGE.format(language=language, title=escape(title), content=content)
