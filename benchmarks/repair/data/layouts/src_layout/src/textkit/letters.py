"""Plain letters."""

PLAIN = str.maketrans("äöüéè", "aouee")


def plain(text):
    return text.lower().translate(PLAIN)
