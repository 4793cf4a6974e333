"""The assistant's phrases, one module per language."""

from ..language import Language
from .en import EN
from .ja import JA
from .ko import KO
from .table import Table

TABLES: dict[Language, Table] = {Language.EN: EN, Language.JA: JA, Language.KO: KO}
