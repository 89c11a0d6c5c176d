"""Numbers as lists of bytes, lowest first."""


def to_bytes(value, size):
    if value >> (8 * size):
        raise OverflowError(value)
    return [value >> (8 * index) & 0xFF for index in range(size)]


def from_bytes(parts):
    return sum(part << (8 * index) for index, part in enumerate(parts))
