"""The grammar of the User-Agent (transport.md §3)."""

from hypothesis import given, strategies as st
import pytest

from custom_components.clova_cic.cic.errors import UsageError
from custom_components.clova_cic.cic.user_agent import build_user_agent, check_user_agent

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
WORD = st.text(f"{LETTERS}_-.", min_size=1, max_size=6)
NAME = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
SUFFIX = st.lists(st.text(f"{LETTERS}_", min_size=1, max_size=4), min_size=1).map(".".join)
NUMBER = st.integers(0, 9999).map(str)
PROP = st.builds("{}={}".format, WORD, st.text(f"{LETTERS}_-.%", min_size=1, max_size=6))


@st.composite
def user_agents(draw: st.DrawFn) -> str:
    """Any value that the grammar derives."""

    def around(sign: str) -> str:
        return draw(st.sampled_from([sign, f" {sign}", f"{sign} ", f" {sign} "]))

    version = ".".join(draw(st.lists(NUMBER, min_size=3, max_size=3)))
    version += draw(st.just("") | SUFFIX.map("-{}".format))
    version += draw(st.just("") | SUFFIX.map("+{}".format))
    details = "".join(around(";") + prop for prop in draw(st.lists(PROP, max_size=3)))
    return (
        f"{draw(NAME)}{around('/')}{draw(NAME)}{around('/')}{version}"
        f"{draw(st.sampled_from(['', ' ']))}({draw(NAME)}{around(';')}{draw(NAME)}{details})"
    )


@given(user_agents())
def test_everything_that_the_grammar_derives_is_accepted(value: str) -> None:
    check_user_agent(value)


@pytest.mark.cic("CIC-T-005")
@pytest.mark.parametrize(
    "value",
    [
        pytest.param("", id="empty"),
        pytest.param("Acme/Bot/1.2 (Linux;rpi5)", id="two numbers"),
        pytest.param("Acme/Bot/1.2.3.4 (Linux;rpi5)", id="four numbers"),
        pytest.param("Acme/Bot/1.2.x (Linux;rpi5)", id="a letter in the version"),
        pytest.param("Acme/Bot/1..3 (Linux;rpi5)", id="an empty number"),
        pytest.param("Acme/Bot/1.2.3- (Linux;rpi5)", id="an empty suffix"),
        pytest.param("Acme/Bot/1.2.3-a-b (Linux;rpi5)", id="a dash in a suffix"),
        pytest.param("Acme/Bot/1.2.3-a. (Linux;rpi5)", id="a suffix that ends with a dot"),
        pytest.param("Acme/Bot/1.2.3+a-b (Linux;rpi5)", id="the plus part first"),
        pytest.param("Acme/Bot/1.2.3 Linux;rpi5", id="no parentheses"),
        pytest.param("Acme/Bot/1.2.3 (Linux;rpi5", id="no closing parenthesis"),
        pytest.param("Acme/Bot/1.2.3 (Linux)", id="no hardware"),
        pytest.param("Acme/Bot/1.2.3 (Linux;)", id="empty hardware"),
        pytest.param("Acme/Bot/1.2.3 (;rpi5)", id="empty system"),
        pytest.param("Acme/Bot/1.2.3 (Linux;rpi5;)", id="an empty property"),
        pytest.param("Acme/Bot/1.2.3 (Linux;rpi5;locale)", id="a property without a value"),
        pytest.param("Acme/Bot/1.2.3 (Linux;rpi5;locale=)", id="an empty value"),
        pytest.param("Acme/Bot/1.2.3 (Linux;rpi5;locale=ko KR)", id="a blank in a value"),
        pytest.param("Acme/Bot/1.2.3 (Linux;rpi5;a=b=c)", id="two equals signs"),
        pytest.param("Ac/me/Bot/1.2.3 (Linux;rpi5)", id="a slash in a name"),
        pytest.param("Acme/B(o)t/1.2.3 (Linux;rpi5)", id="parentheses in a name"),
        pytest.param("Ac;me/Bot/1.2.3 (Linux;rpi5)", id="a semicolon in a name"),
        pytest.param(" Acme/Bot/1.2.3 (Linux;rpi5)", id="a name that begins with a blank"),
        pytest.param("Acme  /Bot/1.2.3 (Linux;rpi5)", id="two blanks before a slash"),
        pytest.param("Acme/Bot/1.2.3  (Linux;rpi5)", id="two blanks before the parenthesis"),
        pytest.param("Acme/Bot/1.2.3 ( Linux;rpi5)", id="a blank inside the parenthesis"),
        pytest.param("Acme\t/Bot/1.2.3 (Linux;rpi5)", id="a tab"),
        pytest.param("Acme/Böt/1.2.3 (Linux;rpi5)", id="a letter that is not ASCII"),
        pytest.param("Acme/Bot/1.2.\u0663 (Linux;rpi5)", id="a digit that is not ASCII"),
        pytest.param("Acme/Bot/1.2.3 (Linux;rpi5)\n", id="a line end"),
        pytest.param("Acme/Bot/1.2.3 (Linux;rpi5) x", id="something after it"),
        pytest.param("Acme//1.2.3 (Linux;rpi5)", id="no product"),
    ],
)
def test_what_the_grammar_does_not_derive_is_refused(value: str) -> None:
    with pytest.raises(UsageError, match="grammar"):
        check_user_agent(value)


def test_the_example_of_the_reference_is_accepted() -> None:
    check_user_agent("Acme Labs/desk-bot/3.0.4-beta.2+77 (Linux 6.1;rpi5;locale=ko-KR)")


def test_the_parts_stand_where_they_belong() -> None:
    value = build_user_agent("Acme Labs", "desk-bot", "3.0.4", "Linux 6.1", "rpi5")
    assert value == "Acme Labs/desk-bot/3.0.4 (Linux 6.1;rpi5)"


@pytest.mark.parametrize(
    ("value", "encoded"),
    [
        ("ko-KR", "ko-KR"),
        ("a b", "a%20b"),
        ("a/b;c)", "a%2Fb%3Bc%29"),
        ("%", "%25"),
        ("한", "%ED%95%9C"),
        ("a~b", "a%7Eb"),
    ],
)
def test_values_are_url_encoded(value: str, encoded: str) -> None:
    built = build_user_agent("Acme", "Bot", "1.2.3", "Linux", "rpi5", first="1", second=value)
    assert built == f"Acme/Bot/1.2.3 (Linux;rpi5;first=1;second={encoded})"


@pytest.mark.cic("CIC-T-005")
@pytest.mark.parametrize("part", range(5))
def test_a_part_that_cannot_stand_in_it_is_refused(part: int) -> None:
    parts = ["Acme", "Bot", "1.2.3", "Linux", "rpi5"]
    parts[part] += ";"
    with pytest.raises(UsageError):
        build_user_agent(*parts)
