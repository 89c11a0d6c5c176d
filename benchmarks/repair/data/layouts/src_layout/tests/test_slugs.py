import pytest

from textkit.slugs import slug, unique_slug


@pytest.mark.parametrize(
    "text, expected",
    [("Hello World", "hello-world"), ("Süßes!", "su-es"), ("", ""), ("a  b", "a-b")],
)
def test_slug(text, expected):
    assert slug(text) == expected


def test_slug_is_cut():
    assert slug("one two three four", 2) == "one-two"


def test_unique_slug():
    assert unique_slug("A B", {"a-b", "a-b-2"}) == "a-b-3"
    assert unique_slug("A B", set()) == "a-b"
