# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check that a file is read and written in the encoding that it declares."""

from __future__ import annotations

import pytest

from aura_coding_agent.core.charsets import declared
from aura_coding_agent.core.errors import ToolError
from aura_coding_agent.core.text import DecodedText, decode, encode, form_of

HTML = b"<!DOCTYPE html>\n<html><head><meta charset='iso-8859-1'></head>"


@pytest.mark.parametrize(
    "data, codec",
    [
        (b"# -*- coding: latin-1 -*-\n", "iso8859-1"),
        (b"#!/usr/bin/python\n# vim: set fileencoding=cp1251 :\n", "cp1251"),
        (b"\n# coding=koi8-r\n", "koi8-r"),
        (b"x = 1\n# coding: latin-1\n", ""),
        (b"# encoding: iso-8859-2\nputs 1\n", "iso8859-2"),
        (b"<?xml version='1.0' encoding='ISO-8859-15'?>\n<a/>", "iso8859-15"),
        (b"<?xml version='1.0'?>\n<a encoding='latin-1'/>", ""),
        (HTML, "iso8859-1"),
        (b"<p>" + HTML, ""),
        (b'@charset "windows-1252";\n', "cp1252"),
        (b"a{}\n@charset 'x';", ""),
        (b"\\documentclass{a}\n\\usepackage[latin1]{inputenc}\n", "iso8859-1"),
        (b'msgid ""\n"Content-Type: text/plain; charset=EUC-JP\\n"\n', "euc_jp"),
        (b"# coding: no-such-thing\n", ""),
        (b"# coding: utf-16\n", ""),
        (b"# coding: rot13\n", ""),
        (b"# coding: utf-8-sig\n", "utf-8"),
    ],
)
def test_a_declaration_is_found_where_it_counts(data: bytes, codec: str) -> None:
    """Elsewhere, or of no encoding that reads the declaration itself, it is none."""
    assert codec == declared(data)


@pytest.mark.parametrize(
    "data, encoding",
    [
        (b"# coding: latin-1\nx", "iso8859-1"),
        (b"# coding: latin-1\n\xe9", "iso8859-1"),
        ("# coding: latin-1\n\u00e9".encode(), "utf-8"),
        (b"\xef\xbb\xbf# coding: latin-1\n", "utf-8"),
        (b"# coding: cp1251\n\xe9\xff", "cp1251"),
        (b"# coding: ascii\n\xe9", "cp1252"),
        ("# coding: iso-2022-jp\n\u3042".encode("iso-2022-jp"), "iso2022_jp"),
    ],
)
def test_bytes_come_back_in_the_declared_encoding(data: bytes, encoding: str) -> None:
    """A mark and real UTF-8 speak louder; what is not true is not believed."""
    form = decode(data)
    assert encoding == form.encoding
    assert data == encode(form.text, form)


def test_a_sign_that_the_encoding_lacks_is_refused() -> None:
    """Latin-1 has no euro sign; Windows-1252 has one, which is not meant here."""
    form = decode(HTML + b"<p>5 x</p>")
    with pytest.raises(ToolError) as caught:
        encode(form.text.replace("x", "\u20ac"), form)
    assert "encoding-mismatch" == caught.value.code


@pytest.mark.parametrize(
    "before, after, name, encoding",
    [
        ("# coding: latin-1\n", "# coding: utf-8\n", "a.py", "utf-8"),
        ("# coding: latin-1\n", "x\n", "a.py", "utf-8"),
        ("# coding: latin-1\n", "x\n", "a.sh", "iso8859-1"),
        ("# coding: latin-1\n", "# coding: latin-1\nx\n", "a.py", "iso8859-1"),
        ("x\n", "# coding: cp1252\nx\n", "a.py", "cp1252"),
        ("<?xml encoding='latin-1'?>", "<?xml version='1.0'?>", "a.xml", "utf-8"),
    ],
)
def test_a_new_declaration_is_obeyed(
    before: str, after: str, name: str, encoding: str
) -> None:
    """The whole file is then written as it says; without one Python is UTF-8."""
    assert encoding == form_of(after, decode(before.encode("latin-1")), name).encoding


def test_a_new_file_is_written_as_it_declares() -> None:
    """There are no bytes yet that could say something else."""
    new = DecodedText("", "utf-8", b"", "\n")
    assert "iso8859-1" == form_of("# coding: latin-1\n", new, "a.py").encoding
    assert new == form_of("x = 1\n", new, "a.py")
