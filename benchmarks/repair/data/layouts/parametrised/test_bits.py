import pytest

from bits import from_bytes, to_bytes

CASES = [
    pytest.param(0, 1, [0], id="zero"),
    pytest.param(255, 1, [255], id="one byte"),
    pytest.param(256, 2, [0, 1], id="two bytes"),
    pytest.param(0x123456, 4, [0x56, 0x34, 0x12, 0], id="padded"),
]


@pytest.mark.parametrize("value, size, parts", CASES)
def test_to_bytes(value, size, parts):
    assert to_bytes(value, size) == parts


@pytest.mark.parametrize("value, size, parts", CASES)
def test_from_bytes(value, size, parts):
    assert from_bytes(parts) == value


@pytest.mark.parametrize("size", [0, 1, 2])
@pytest.mark.parametrize("extra", [0, 7])
def test_too_large(size, extra):
    with pytest.raises(OverflowError):
        to_bytes((1 << (8 * size)) + extra, size)
