"""What scripts/lint checks besides code: texts, metadata, pictures, and which rules tests name.

The first four repeat, for this one integration, what hassfest and the HACS action check after a
push; hassfest is no package that could be installed here.
"""
