"""A small assistant that understands by rules, in Korean, Japanese and English.

No language model and no network: the same sentence at the same time gets the same reply. To add a
skill, write a module in skills/ with its class and the dataclass of its phrases, fill in the phrases
in each module of languages/, and put the skill into repertoire.build().
"""

from .engine import Assistant, Reply

__all__ = ["Assistant", "Reply"]
