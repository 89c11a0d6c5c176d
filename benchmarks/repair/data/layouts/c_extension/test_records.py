import pytest

import records

ROWS = [(1, 70000, 0.5), (65535, 0, -2.0)]


def test_bytes():
    assert records.pack([(1, 2, 1.0)])[:-4] == bytes.fromhex("01000200000000 00803f")


def test_there_and_back():
    assert records.unpack(records.pack(ROWS)) == ROWS


def test_damage():
    data = bytearray(records.pack(ROWS))
    data[3] ^= 1
    with pytest.raises(ValueError):
        records.unpack(bytes(data))


def test_squeeze():
    assert records.expand(records.squeeze([7] * 500)) == [7] * 500
    assert len(records.squeeze([7] * 500)) < 40


def test_size():
    assert records.SIZE == 10
