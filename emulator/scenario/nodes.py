"""YAML with line numbers: reading a document strictly, key by key."""

from collections.abc import Iterator
from pathlib import Path
import re
from typing import Any, Final, Self

import yaml

from .errors import ScenarioError

JSON_TAGS: Final = {
    "tag:yaml.org,2002:str": "text",
    "tag:yaml.org,2002:int": "a whole number",
    "tag:yaml.org,2002:float": "a number",
    "tag:yaml.org,2002:bool": "true or false",
    "tag:yaml.org,2002:null": "null",
}


class _Loader(yaml.SafeLoader):
    """Only true and false are truth values, and a time is text: `state: on` is the word on."""


_Loader.yaml_implicit_resolvers = {
    first: kept
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    if (
        kept := [
            (tag, regexp) for tag, regexp in resolvers if tag in JSON_TAGS and "bool" not in tag
        ]
    )
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


class Node:
    """A value in the file; every reading method raises ScenarioError if it is something else."""

    def __init__(self, file: Path, node: yaml.Node, loader: _Loader) -> None:
        self._file = file
        self._node = node
        self._loader = loader

    @classmethod
    def of_file(cls, file: Path) -> Self:
        """The one document of a file; raises OSError too."""
        try:
            loader = _Loader(file.read_text("utf-8"))
            try:
                node = loader.get_single_node()
            finally:
                loader.dispose()
        except UnicodeDecodeError as error:
            raise ScenarioError(file, None, "it is not UTF-8") from error
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            line = None if mark is None else mark.line + 1
            raise ScenarioError(file, line, f"it is not YAML: {error.problem}") from error
        except yaml.YAMLError as error:
            raise ScenarioError(file, None, f"it is not YAML: {error}") from error
        if node is None:
            raise ScenarioError(file, None, "it is empty")
        return cls(file, node, loader)

    @property
    def line(self) -> int:
        """Where it begins, from 1."""
        return int(self._node.start_mark.line) + 1

    def error(self, reason: str) -> ScenarioError:
        """An error that names this place."""
        return ScenarioError(self._file, self.line, reason)

    def mapping(self, what: str) -> dict[str, Node]:
        """Keys and values."""
        if not isinstance(self._node, yaml.MappingNode):
            raise self.error(f"{what} must be keys and values")
        found: dict[str, Node] = {}
        for key_node, value in self._node.value:
            key = self._sub(key_node).text("a key")
            if key in found:
                raise self._sub(key_node).error(f"`{key}` is there twice")
            found[key] = self._sub(value)
        return found

    def items(self, what: str) -> list[Node]:
        """The members of a list."""
        if not isinstance(self._node, yaml.SequenceNode):
            raise self.error(f"{what} must be a list")
        return [self._sub(each) for each in self._node.value]

    def text(self, what: str) -> str:
        """A text that is not empty."""
        value = self._scalar(what, "text", str)
        if not value:
            raise self.error(f"{what} is empty")
        return str(value)

    def number(self, what: str) -> float:
        """A number that is not negative."""
        value = float(self._scalar(what, "a number", int, float))
        if value < 0:
            raise self.error(f"{what} is negative")
        return value

    def truth(self, what: str) -> bool:
        """True or false."""
        return bool(self._scalar(what, "true or false", bool))

    def data(self) -> Any:
        """Any JSON value."""
        if isinstance(self._node, yaml.MappingNode):
            return {key: value.data() for key, value in self.mapping("it").items()}
        if isinstance(self._node, yaml.SequenceNode):
            return [each.data() for each in self.items("it")]
        if self._node.tag not in JSON_TAGS:
            raise self.error(f"{self._node.tag} is nothing that JSON has")
        try:
            return self._loader.construct_object(self._node)
        except ValueError as error:
            raise self.error(f"this is no {JSON_TAGS[self._node.tag]}: {error}") from error

    def json_object(self, what: str) -> dict[str, Any]:
        """A JSON object."""
        self.mapping(what)
        found: dict[str, Any] = self.data()
        return found

    def is_mapping(self) -> bool:
        """Whether it has keys and values."""
        return isinstance(self._node, yaml.MappingNode)

    def _scalar(self, what: str, kind: str, *types: type) -> Any:
        value = self.data() if isinstance(self._node, yaml.ScalarNode) else None
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            raise self.error(f"{what} must be {kind}")
        return value

    def _sub(self, node: yaml.Node) -> Node:
        return Node(self._file, node, self._loader)


class Fields:
    """The keys of a mapping, taken one by one; what is left at the end is a mistake."""

    def __init__(self, node: Node, what: str) -> None:
        self.node = node
        self._what = what
        self._left = node.mapping(what)
        self._known: list[str] = []

    def __iter__(self) -> Iterator[str]:
        """The keys that nobody took."""
        return iter(self._left)

    def take(self, key: str) -> Node | None:
        """The value, None if it is not there."""
        self._known.append(key)
        return self._left.pop(key, None)

    def need(self, key: str) -> Node:
        """The value; raises ScenarioError if it is not there."""
        node = self.take(key)
        if node is None:
            raise self.node.error(f"{self._what} needs `{key}`")
        return node

    def done(self) -> None:
        """Raise ScenarioError if a key was not taken."""
        for key, node in self._left.items():
            known = ", ".join(self._known)
            raise node.error(f"{self._what} has no `{key}`; it has: {known}")
