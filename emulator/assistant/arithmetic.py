"""Sums: numbers, + - * / and parentheses, exactly."""

from fractions import Fraction
from typing import Final

MAX_TOKENS: Final = 60
"""Longer sums are refused; nobody says them."""

type Token = Fraction | str


class SumError(ValueError):
    """The tokens are no sum."""


def calculate(tokens: list[Token]) -> Fraction:
    """The value of the sum; raises SumError, and ZeroDivisionError."""
    if len(tokens) > MAX_TOKENS:
        raise SumError("too long")
    parser = _Parser(tokens)
    value = parser.sum()
    if parser.rest:
        raise SumError("something is left over")
    return value


class _Parser:
    """Recursive descent; `rest` holds the tokens in reverse."""

    def __init__(self, tokens: list[Token]) -> None:
        self.rest = tokens[::-1]

    def sum(self) -> Fraction:
        value = self._product()
        while self.rest and self.rest[-1] in {"+", "-"}:
            if self.rest.pop() == "+":
                value += self._product()
            else:
                value -= self._product()
        return value

    def _product(self) -> Fraction:
        value = self._factor()
        while self.rest and self.rest[-1] in {"*", "/"}:
            if self.rest.pop() == "*":
                value *= self._factor()
            else:
                value /= self._factor()
        return value

    def _factor(self) -> Fraction:
        if not self.rest:
            raise SumError("a number is missing")
        token = self.rest.pop()
        if isinstance(token, Fraction):
            return token
        if token == "-":
            return -self._factor()
        if token != "(":
            raise SumError(f"{token} in the wrong place")
        value = self.sum()
        if not self.rest or self.rest.pop() != ")":
            raise SumError("a parenthesis is missing")
        return value
