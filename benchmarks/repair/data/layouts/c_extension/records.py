"""Records as bytes, with a checksum, and packed."""

import array
import struct
import zlib

FORMAT = "<HIf"
SIZE = struct.calcsize(FORMAT)


def pack(records):
    body = b"".join(struct.pack(FORMAT, *record) for record in records)
    return body + struct.pack("<I", zlib.crc32(body))


def unpack(data):
    body, (check,) = data[:-4], struct.unpack("<I", data[-4:])
    if zlib.crc32(body) != check:
        raise ValueError("damaged")
    return [struct.unpack_from(FORMAT, body, at) for at in range(0, len(body), SIZE)]


def squeeze(numbers):
    return zlib.compress(array.array("H", numbers).tobytes(), 9)


def expand(data):
    numbers = array.array("H")
    numbers.frombytes(zlib.decompress(data))
    return numbers.tolist()
