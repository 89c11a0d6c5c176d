"""Names for addresses."""

import re

from .letters import plain


def slug(text, limit=8):
    words = re.findall("[a-z0-9]+", plain(text))
    return "-".join(words[:limit])


def unique_slug(text, taken):
    base = name = slug(text)
    number = 2
    while name in taken:
        name = f"{base}-{number}"
        number += 1
    return name
