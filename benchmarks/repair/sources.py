# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""List the modules of the library in which mistakes are planted, and their tests."""

from __future__ import annotations

from .library import Source

TEXT = "'The quick brown fox jumped over the lazy dog, then slept.'"
LONG = "'aaa bbbbbbbbbbbbbbbb-cccc dd  e\\tf g'"

SOURCES = (
    Source(
        "wrapping",
        "textwrap",
        (
            "TextWrapper._wrap_chunks",
            "TextWrapper._split_chunks",
            "TextWrapper._handle_long_word",
            "TextWrapper._munge_whitespace",
            "dedent",
            "indent",
            "shorten",
        ),
        (
            f"m.wrap({TEXT}, 20)",
            f"m.wrap({LONG}, 7)",
            "m.wrap('', 5)",
            "m.wrap('x' * 25, 10)",
            f"m.fill({TEXT}, 15, initial_indent='* ', subsequent_indent='  ')",
            f"m.wrap({LONG}, 7, break_long_words=False)",
            f"m.wrap({TEXT}, 20, max_lines=2)",
            f"m.wrap({TEXT}, 9, max_lines=1, placeholder='..')",
            "m.wrap('a\\tb', 20, expand_tabs=False)",
            f"m.wrap({TEXT}, 20, drop_whitespace=False)",
            "m.dedent('  a\\n    b\\n\\n  c')",
            "m.dedent('\\ta\\n  b')",
            "m.indent('a\\n\\nb\\n', '> ')",
            "m.indent('a\\n\\nb', '+', lambda line: True)",
            f"m.shorten({TEXT}, 22)",
            "m.shorten('  a   b ', 9)",
            "m.wrap('a', 0)",
        ),
        (
            f"[m.wrap({TEXT}, n) for n in range(2, 40)]",
            f"[m.wrap({LONG}, n, break_on_hyphens=False) for n in range(2, 20)]",
            f"[m.wrap({LONG}, n, break_long_words=False) for n in range(2, 20)]",
            f"[m.wrap({TEXT}, n, max_lines=k) for n in (9, 13, 21) for k in (1, 2, 3)]",
            f"[m.wrap({TEXT}, n, drop_whitespace=False) for n in (5, 8, 30)]",
            "[m.wrap('x' * n + ' y\\tz', 10, tabsize=4) for n in range(30)]",
            "m.dedent('    x\\n      y\\n     z\\n   \\n')",
            "m.dedent('a\\n  b') + m.dedent('\\t\\tq\\n\\tr\\n')",
            "m.indent('p\\n  \\n q', '--') + m.indent('', 'x') + m.indent('\\na', 'y')",
            f"[m.shorten({TEXT}, n, placeholder='~') for n in (6, 12, 30, 99)]",
            "m.wrap('one\\ntwo  three\\x0bfour', 6, replace_whitespace=False)",
            "m.fill('a b', 1, initial_indent='>>', max_lines=1)",
        ),
    ),
    Source(
        "bisecting",
        "bisect",
        ("bisect_left", "bisect_right", "insort_right", "insort_left"),
        (
            "m.bisect_left([1, 2, 2, 3], 2)",
            "m.bisect_right([1, 2, 2, 3], 2)",
            "m.bisect_left([], 1)",
            "m.bisect_right([5], 9)",
            "m.bisect_left([1, 3, 5, 7], 6, 1, 3)",
            "m.bisect_left([1], 1, -1)",
            "m.bisect_right([1], 1, -1)",
            "(lambda v: (m.insort(v, 3), v))([1, 3, 5])",
            "(lambda v: (m.insort_left(v, 3.0), v))([1, 3, 5])",
        ),
        (
            "[m.bisect_left([1, 1, 4, 4, 9], n) for n in range(11)]",
            "[m.bisect_right([1, 1, 4, 4, 9], n) for n in range(11)]",
            "[m.bisect_left([1, 1, 4, 4, 9], n, 1, 4) for n in range(11)]",
            "[m.bisect_right([1, 1, 4, 4, 9], n, 2) for n in range(11)]",
            "(lambda v: ([m.insort(v, n) for n in (7, 2, 2, 9, 0)], v))([2, 4])",
            "(lambda v: ([m.insort_left(v, n) for n in (7, 2, 9, 0)], v))([2, 4])",
            "(lambda v: (m.insort_left(v, True), list(map(str, v))))([0, 1, 1, 2])",
            "(lambda v: (m.insort_right(v, True), list(map(str, v))))([0, 1, 1, 2])",
        ),
    ),
    Source(
        "heaps",
        "heapq",
        (
            "_siftup",
            "_siftdown",
            "heappop",
            "heapreplace",
            "merge",
            "nsmallest",
            "nlargest",
        ),
        (
            "(lambda h: (m.heapify(h), [m.heappop(h) for _ in range(6)]))([5, 2, 8, "
            "1, 9, 3])",
            "(lambda h: ([m.heappush(h, n) for n in (4, 1, 7, 0)], h))([])",
            "(lambda h: (m.heapreplace(h, 5), h))([1, 3, 2])",
            "(lambda h: (m.heappushpop(h, 0), m.heappushpop(h, 9), h))([1, 3, 2])",
            "list(m.merge([1, 4], [2, 3], []))",
            "list(m.merge([4, 1], [3, 2], reverse=True))",
            "list(m.merge(['b', 'ccc'], ['dd'], key=len))",
            "m.nsmallest(2, [5, 1, 4])",
            "m.nlargest(2, [5, 1, 4])",
            "m.nlargest(1, [3, 8])",
            "m.nsmallest(5, [2, 1])",
            "m.nsmallest(2, ['ccc', 'a', 'bb', 'd'], key=len)",
            "m.heappop([])",
        ),
        (
            "[(lambda h: (m.heapify(h), [m.heappop(h) for _ in range(n)]))"
            "([i * 7 % 11 for i in range(n)]) for n in range(12)]",
            "(lambda h: ([m.heappush(h, i * 5 % 7) for i in range(9)], h))([])",
            "(lambda h: ([m.heapreplace(h, n) for n in (9, 0, 4)], h))([1, 3, 2, 8])",
            "(lambda h: ([m.heappushpop(h, n) for n in (9, 0, 4)], h))([1, 3, 2, 8])",
            "list(m.merge([1, 5, 9], [2, 5], [0], [7, 8]))",
            "list(m.merge([9, 5], [7], [8, 1], reverse=True))",
            "list(m.merge(['', 'ab'], ['z', 'xyz'], key=len, reverse=False))",
            "[m.nsmallest(n, [4, 4, 1, 7, 0, 3]) for n in range(8)]",
            "[m.nlargest(n, [4, 4, 1, 7, 0, 3]) for n in range(8)]",
            "[m.nlargest(n, ['ccc', 'a', 'bb', 'd'], key=len) for n in range(5)]",
            "[m.nsmallest(n, ['ccc', 'a', 'bb', 'd'], key=len) for n in range(5)]",
            "m.nsmallest(1, []), m.nlargest(1, [])",
        ),
    ),
    Source(
        "stats",
        "statistics",
        (
            "mean",
            "median",
            "median_low",
            "median_grouped",
            "mode",
            "multimode",
            "quantiles",
        ),
        (
            "m.mean([1, 2, 3, 4])",
            "m.mean([])",
            "m.median([3, 1, 2])",
            "m.median([4, 1, 3, 2])",
            "m.median_low([4, 1, 3, 2])",
            "m.median_high([4, 1, 3, 2])",
            "m.median_low([3, 1, 2])",
            "m.median_grouped([1, 3, 3, 5, 7])",
            "m.median_grouped([2, 4, 4, 4, 6], interval=2)",
            "m.mode([1, 1, 2, 3])",
            "m.multimode('aabbc')",
            "m.multimode([])",
            "m.quantiles([1, 2, 3, 4, 5], n=4)",
            "m.quantiles([1, 2, 3, 4, 5], n=4, method='inclusive')",
            "m.quantiles([1, 2], n=0)",
            "m.pvariance([1, 2, 3, 4])",
            "m.stdev([2, 4, 4, 4, 5, 5, 7, 9])",
            "m.harmonic_mean([40, 60])",
        ),
        (
            "[m.mean(range(n)) for n in range(1, 9)]",
            "[m.median(list(range(n))[::-1]) for n in range(1, 9)]",
            "[m.median_low(list(range(n))[::-1]) for n in range(1, 9)]",
            "[m.median_high([i * 3 % 7 for i in range(n)]) for n in range(1, 9)]",
            "[m.median_grouped([i * 3 % 7 for i in range(n)]) for n in range(1, 9)]",
            "m.median_grouped([52, 52, 53, 54], interval=1)",
            "m.mode(['x', 'y', 'y'])",
            "m.multimode([3, 1, 3, 1, 2])",
            "[m.quantiles([5, 1, 9, 4, 7, 2], n=k) for k in range(1, 7)]",
            "[m.quantiles([5, 1, 9, 4], n=k, method='inclusive') for k in range(1, 7)]",
            "m.quantiles([1], n=4)",
            "m.variance([2.5, 3.5, 1.0])",
            "m.harmonic_mean([2.5, 3, 10])",
            "m.mode([])",
        ),
    ),
    Source(
        "colours",
        "colorsys",
        ("rgb_to_hls", "hls_to_rgb", "_v", "rgb_to_hsv", "hsv_to_rgb", "yiq_to_rgb"),
        (
            "[round(x, 4) for x in m.rgb_to_hls(0.2, 0.4, 0.6)]",
            "[round(x, 4) for x in m.rgb_to_hls(0.9, 0.8, 0.7)]",
            "m.rgb_to_hls(0.5, 0.5, 0.5)",
            "[round(x, 4) for x in m.hls_to_rgb(0.6, 0.4, 0.5)]",
            "[round(x, 4) for x in m.hls_to_rgb(0.1, 0.8, 0.5)]",
            "[round(x, 4) for x in m.rgb_to_hsv(0.2, 0.4, 0.6)]",
            "m.rgb_to_hsv(0.3, 0.3, 0.3)",
            "[round(x, 4) for x in m.hsv_to_rgb(0.6, 0.4, 0.5)]",
            "[round(x, 4) for x in m.hsv_to_rgb(0.05, 0.4, 0.5)]",
            "[round(x, 4) for x in m.yiq_to_rgb(0.5, 0.1, -0.1)]",
            "[round(x, 4) for x in m.yiq_to_rgb(0.9, 0.5, 0.5)]",
        ),
        (
            "[[round(x, 4) for x in m.rgb_to_hls(a / 4, b / 4, c / 4)]"
            " for a in range(5) for b in range(5) for c in range(5)]",
            "[[round(x, 4) for x in m.hls_to_rgb(a / 6, b / 4, c / 4)]"
            " for a in range(7) for b in range(5) for c in range(5)]",
            "[[round(x, 4) for x in m.rgb_to_hsv(a / 4, b / 4, c / 4)]"
            " for a in range(5) for b in range(5) for c in range(5)]",
            "[[round(x, 4) for x in m.hsv_to_rgb(a / 6, b / 4, c / 4)]"
            " for a in range(7) for b in range(5) for c in range(5)]",
            "[[round(x, 4) for x in m.yiq_to_rgb(a / 4, b / 4 - 0.5, c / 4 - 0.5)]"
            " for a in range(5) for b in range(5) for c in range(5)]",
        ),
    ),
    Source(
        "calendars",
        "calendar",
        ("monthrange", "leapdays", "Calendar", "TextCalendar", "timegm"),
        (
            "m.isleap(2000), m.isleap(1900), m.isleap(2024)",
            "m.leapdays(1999, 2021)",
            "tuple(map(int, m.monthrange(2024, 2)))",
            "m.monthrange(2024, 13)",
            "m.Calendar().monthdayscalendar(2023, 2)",
            "m.Calendar(6).monthdayscalendar(2024, 9)",
            "list(m.Calendar(3).iterweekdays())",
            "list(m.Calendar().itermonthdays2(2021, 2))[:6]",
            "m.TextCalendar().formatmonth(2024, 5)",
            "m.TextCalendar(6).formatmonth(2023, 10, 3)",
            "m.TextCalendar().formatweekheader(2)",
            "m.timegm((2000, 3, 1, 12, 30, 5))",
            "m.timegm((1970, 1, 1, 0, 0, 0))",
            "[len(w) for w in m.Calendar().yeardayscalendar(2022, 4)]",
        ),
        (
            "[m.leapdays(1890, n) for n in range(1890, 2020, 7)]",
            "[tuple(map(int, m.monthrange(2000 + n, n % 12 + 1))) for n in range(30)]",
            "[m.Calendar(n % 7).monthdayscalendar(2010 + n, n % 12 + 1) for n in "
            "range(30)]",
            "[list(m.Calendar(n).iterweekdays()) for n in range(7)]",
            "[list(m.Calendar(n).itermonthdays2(2019, 4)) for n in range(7)]",
            "[list(map(str, m.Calendar(n).itermonthdates(2020, 2))) for n in range(7)]",
            "m.TextCalendar(2).formatmonth(2031, 12)",
            "m.TextCalendar().formatyear(2025, m=4)",
            "m.TextCalendar().formatweekheader(9)",
            "[m.timegm((1999 + n, n % 12 + 1, 3, n, 4, 5)) for n in range(20)]",
            "m.Calendar(6).yeardayscalendar(2024, 3)",
        ),
    ),
    Source(
        "shellwords",
        "shlex",
        ("quote", "join", "shlex.read_token", "shlex.get_token"),
        (
            "m.split('a b  c')",
            "m.split('a \"b c\" d')",
            "m.split(\"it\\'s 'x y'\")",
            "m.split('a # b', comments=True)",
            "m.split('a # b')",
            "m.split('\"a')",
            'm.split(\'a\\\\ b "c\\\\"d"\')',
            "m.quote('a b')",
            "m.quote('')",
            "m.quote('safe-1')",
            'm.quote("it\'s")',
            "m.join(['a', 'b c', ''])",
            "list(m.shlex('x=1; y'))",
            "list(m.shlex('a && b|c', punctuation_chars=True))",
            "list(m.shlex('one  # no\\ntwo'))",
        ),
        (
            "m.split('p\"q\"r  s')",
            "m.split(\"'a\\\\b' \\\\'\")",
            "m.split('\"\" x')",
            "m.split('x\\ny # z\\nw', comments=True)",
            "m.split('trail ')",
            "m.split('a\\\\')",
            "m.quote('$HOME/x') + m.quote('*') + m.quote('a@%+=:,./-_b')",
            "m.split(m.join(['a b', \"it's\", '\"', '']))",
            "list(m.shlex('(a,b) \"c d\"'))",
            "list(m.shlex('f>g && h;;(i)', punctuation_chars=True))",
            "list(m.shlex('a\\n#b\\n\\nc'))",
            "(lambda s: (s.push_token('z'), s.get_token(), "
            "s.get_token()))(m.shlex('a b'))",
        ),
    ),
    Source(
        "texts",
        "string",
        (
            "capwords",
            "Template",
            "Formatter.vformat",
            "Formatter._vformat",
            "Formatter.get_field",
        ),
        (
            "m.capwords('hello big  world')",
            "m.capwords('a-b-c', '-')",
            "m.Template('$a and ${b} $$').substitute(a=1, b=2)",
            "m.Template('$a').substitute({'a': 5}, a=6)",
            "m.Template('$x').substitute()",
            "m.Template('$x $y').safe_substitute(y=1)",
            "m.Template('bad $ here').substitute()",
            "m.Formatter().format('{0} {b!r:>5}', 1, b='x')",
            "m.Formatter().format('{} {}', 1, 2)",
            "m.Formatter().format('{0.real}{1[0]}', 7, 'xy')",
            "m.Formatter().format('{:{w}}|', 3, w=4)",
            "m.Formatter().format('{0}{}', 1, 2)",
        ),
        (
            "m.capwords('  x  yY z ')",
            "m.capwords('oNE,tWO', ',')",
            "m.Template('${q}$q.$$').substitute({'q': 'Q'})",
            "m.Template('${} $q').safe_substitute(q=1)",
            "m.Template('$q ${r} $$ $').safe_substitute({'q': 2}, r=3)",
            "m.Template('a\\nb $').substitute()",
            "m.Formatter().format('{a:{b}}{c}', a='z', b='>3', c=1)",
            "m.Formatter().format('{}{}{!s:^5}', 'a', 'b', 'c')",
            "m.Formatter().format('{0[k].imag} {{}}', {'k': 3})",
            "m.Formatter().format('{}{0}', 1, 2)",
            "m.Formatter().format('{zz}', 1)",
        ),
    ),
    Source(
        "differences",
        "difflib",
        (
            "SequenceMatcher.find_longest_match",
            "SequenceMatcher.get_opcodes",
            "SequenceMatcher.get_grouped_opcodes",
            "get_close_matches",
            "unified_diff",
        ),
        (
            "m.SequenceMatcher(None, 'abxcd', 'abcd').find_longest_match(0, 5, 0, 4)",
            "m.SequenceMatcher(None, 'qabxcd', 'abycdf').get_opcodes()",
            "round(m.SequenceMatcher(None, 'private', 'provide').ratio(), 4)",
            "m.SequenceMatcher(lambda x: x == ' ', ' abcd', 'abcd "
            "abcd').get_matching_blocks()",
            "m.get_close_matches('appel', ['ape', 'apple', 'peach', 'puppy'])",
            "m.get_close_matches('x', ['y'], n=0)",
            "m.get_close_matches('appl', ['apple', 'apply', 'ape', 'ap'], 2, 0.5)",
            "list(m.unified_diff(['a', 'b', 'c'], ['a', 'x', 'c'], 'f', 'g', "
            "lineterm=''))",
            "list(m.unified_diff(list('abcdefghijkl'), list('abcdefghijkm'), n=1))",
            "list(m.SequenceMatcher(None, 'a' * 3 + 'b' * 9 + 'c', 'b' * 9 + 'd')"
            ".get_grouped_opcodes(2))",
        ),
        (
            "m.SequenceMatcher(None, 'one two', 'two one "
            "two').find_longest_match(0, 7, 0, 11)",
            "m.SequenceMatcher(None, 'abcabba', 'cbabac').get_opcodes()",
            "m.SequenceMatcher(None, '', 'ab').get_opcodes()",
            "[round(m.SequenceMatcher(None, 'abcd', w).ratio(), 4) for w in ('', "
            "'bcde', 'dcba')]",
            "m.get_close_matches('wheel', ['heel', 'while', 'we', 'wheels'], 3, 0.4)",
            "m.get_close_matches('abc', ['abd', 'abe', 'xyz', 'ab'], cutoff=0.9)",
            "list(m.unified_diff(list('qabcdefghijklmnop'), "
            "list('abcdefgXhijklmnopr'), n=2))",
            "list(m.unified_diff([], ['a'], lineterm=''))",
            "list(m.SequenceMatcher(None, 'xaaaaaaaaay', "
            "'aaaaaaaaaz').get_grouped_opcodes(3))",
            "m.SequenceMatcher(lambda x: x in 'ab', 'aabxab', "
            "'xabab').get_matching_blocks()",
            "list(m.ndiff(['one', 'two'], ['ore', 'tree', 'two']))",
        ),
    ),
    Source(
        "graphs",
        "graphlib",
        ("TopologicalSorter",),
        (
            "list(m.TopologicalSorter({'d': 'bc', 'b': 'a', 'c': 'a'}).static_order())",
            "list(m.TopologicalSorter().static_order())",
            "list(m.TopologicalSorter({1: [2], 2: [1]}).static_order())",
            "(lambda t: (t.prepare(), t.get_ready(), t.done(1), t.get_ready(), "
            "t.is_active()))"
            "(m.TopologicalSorter({2: [1], 3: [2]}))",
            "(lambda t: (t.add(1, 2, 3), t.add(2, 3), list(t.static_order())))"
            "(m.TopologicalSorter())",
            "(lambda t: (t.prepare(), t.done(7)))(m.TopologicalSorter({1: []}))",
        ),
        (
            "list(m.TopologicalSorter({5: [4, 3], 4: [2], 3: [2, 1], 2: "
            "[1]}).static_order())",
            "list(m.TopologicalSorter({1: [2], 2: [3], 3: [4, 1]}).static_order())",
            "(lambda t: (t.prepare(), t.get_ready(), t.done(1, 2), t.get_ready(), "
            "t.is_active(),"
            " t.done(3), t.is_active(), t.get_ready()))(m.TopologicalSorter({3: [1, "
            "2]}))",
            "(lambda t: (t.prepare(), t.done(1)))(m.TopologicalSorter({2: [1]}))",
            "m.TopologicalSorter({1: [2]}).get_ready()",
            "(lambda t: (t.prepare(), t.get_ready(), t.done(1), t.done(1)))"
            "(m.TopologicalSorter({2: [1]}))",
        ),
    ),
    Source(
        "rationals",
        "fractions",
        (
            "Fraction.limit_denominator",
            "Fraction._add",
            "Fraction._mul",
            "Fraction._div",
            "Fraction.__new__",
            "Fraction.__pow__",
            "Fraction.__floordiv__",
            "Fraction._floordiv",
        ),
        (
            "str(m.Fraction(6, -4))",
            "str(m.Fraction('3/9')), str(m.Fraction('1.25')), str(m.Fraction(' "
            "-2e-1 '))",
            "m.Fraction(1, 0)",
            "m.Fraction('x')",
            "str(m.Fraction(1, 6) + m.Fraction(3, 4))",
            "str(m.Fraction(1, 3) + m.Fraction(1, 4))",
            "str(m.Fraction(2, 3) * m.Fraction(9, 4))",
            "str(m.Fraction(2, 3) / m.Fraction(-4, 9))",
            "str(m.Fraction(1, 2) / 0)",
            "m.Fraction(7, 2) // m.Fraction(2, 3)",
            "str(m.Fraction(2, 3) ** -2), str(m.Fraction(-2, 3) ** -3), "
            "str(m.Fraction(2, 5) ** 2)",
            "str(m.Fraction('3.1415926535').limit_denominator(100))",
            "str(m.Fraction(1, 9).limit_denominator(4))",
            "m.Fraction(1, 3) < m.Fraction(1, 2), m.Fraction(7, 3).__round__()",
        ),
        (
            "[str(m.Fraction(a, b)) for a in range(-4, 5) for b in (-6, -1, 2, 8)]",
            "[str(m.Fraction(t)) for t in ('7', '-3/6', '.5', '2.5e2', '-0.75')]",
            "[str(m.Fraction(a, 6) + m.Fraction(b, 4)) for a in range(5) for b in "
            "range(5)]",
            "[str(m.Fraction(a, 9) * m.Fraction(b, 6)) for a in range(5) for b in "
            "range(5)]",
            "[str(m.Fraction(a, 9) / m.Fraction(b, 6)) for a in range(5) for b in "
            "(-3, 1, 4)]",
            "[m.Fraction(a, 3) // m.Fraction(b, 4) for a in range(-4, 5) for b in "
            "(-3, 1, 5)]",
            "[str(m.Fraction(a, 3) ** n) for a in (-2, 1, 4) for n in range(-3, 4)]",
            "[str(m.Fraction(355, 113).limit_denominator(n)) "
            "for n in range(1, 115, 9)]",
            "[str(m.Fraction(-7, 11).limit_denominator(n)) for n in range(1, 12)]",
            "m.Fraction(0) ** -1",
            "m.Fraction(5, 4).limit_denominator(0)",
        ),
    ),
    Source(
        "addresses",
        "ipaddress",
        (
            "_BaseV4._ip_int_from_string",
            "_BaseV6._ip_int_from_string",
            "_find_address_range",
            "summarize_address_range",
            "_collapse_addresses_internal",
            "_BaseV6._compress_hextets",
            "_BaseNetwork.address_exclude",
            "_BaseNetwork.subnets",
        ),
        (
            "int(m.IPv4Address('10.1.2.3'))",
            "m.IPv4Address('1.2.3')",
            "m.IPv4Address('1.2.3.256')",
            "str(m.IPv6Address('2001:db8:0:0:1:0:0:1'))",
            "str(m.IPv6Address('::1')), str(m.IPv6Address('1::')), "
            "str(m.IPv6Address('::'))",
            "int(m.IPv6Address('::ffff:1.2.3.4'))",
            "m.IPv6Address('1::2::3')",
            "[str(n) for n in m.ip_network('10.0.0.0/29').subnets()]",
            "[str(n) for n in m.ip_network('10.0.0.0/28').subnets(new_prefix=30)]",
            "[str(n) for n in m.collapse_addresses([m.ip_network('10.0.0.0/25'),"
            " m.ip_network('10.0.0.128/25'), m.ip_network('10.0.2.0/24')])]",
            "[str(n) for n in m.summarize_address_range(m.IPv4Address('10.0.0.3'),"
            " m.IPv4Address('10.0.0.9'))]",
            "sorted(str(n) for n in m.ip_network('10.0.0.0/29')"
            ".address_exclude(m.ip_network('10.0.0.4/31')))",
            "[str(a) for a in m.ip_network('192.168.1.0/30').hosts()]",
            "[str(n) for n in m.collapse_addresses([m.ip_address('10.0.0.0'),"
            " m.ip_address('10.0.0.1'), m.ip_address('10.0.0.5')])]",
        ),
        (
            "[int(m.IPv4Address(t)) for t in ('0.0.0.0', '255.255.255.255', "
            "'1.0.0.9')]",
            "m.IPv4Address('1.2.3.4.5')",
            "[str(m.IPv6Address(n << 40)) for n in (0, 1, 77, 1 << 70, 3 << 44)]",
            "[int(m.IPv6Address(t)) for t in ('a:b:c:d:e:f:0:1', '1::8', '2:3::', "
            "'::4:5')]",
            "m.IPv6Address('1:2:3:4:5:6:7:8:9')",
            "m.IPv6Address(':1')",
            "[str(n) for n in m.ip_network('10.0.0.0/26').subnets(prefixlen_diff=2)]",
            "list(m.ip_network('10.0.0.0/26').subnets(new_prefix=20))",
            "[str(n) for n in m.collapse_addresses(m.ip_network(f'10.0.{i}.0/24')"
            " for i in (0, 1, 2, 3, 5, 6))]",
            "[str(n) for n in m.summarize_address_range(m.IPv4Address('0.0.0.1'),"
            " m.IPv4Address('0.0.1.17'))]",
            "sorted(str(n) for n in m.ip_network('10.0.0.0/27')"
            ".address_exclude(m.ip_network('10.0.0.17/32')))",
            "[str(n) for n in m.collapse_addresses(m.ip_address(f'10.0.0.{i}')"
            " for i in (1, 2, 3, 4, 9))]",
        ),
    ),
    Source(
        "patterns",
        "fnmatch",
        ("translate", "filter", "fnmatchcase"),
        (
            "m.fnmatch('a.py', '*.py')",
            "m.filter(['a.py', 'b.txt', 'c.py'], '*.py')",
            "m.fnmatchcase('abc', 'a[a-c]c')",
            "m.fnmatchcase('abc', 'a[!b]c')",
            "m.fnmatchcase('a]c', 'a[]]c')",
            "m.fnmatchcase('a[c', 'a[c')",
            "m.fnmatchcase('A', 'a')",
            "m.fnmatchcase('axbxc', 'a*b?c')",
            "m.fnmatchcase('a-c', 'a[x-]c')",
        ),
        (
            "[m.fnmatchcase(n, p) for n in ('a', 'ab', 'abc', '', 'a-b', 'a]', 'a!')"
            " for p in ('*', '?', 'a*', '*b*', 'a[!-]*', 'a[]-]*', '[a', 'a[!]]', "
            "'a[-!]b')]",
            "m.filter(['x1', 'x22', 'y3'], 'x?')",
            "m.filter(['.a', 'b.', 'c.d'], '*.*')",
            "[m.fnmatchcase('m', p) for p in ('[z-a]', '[a-z]', '[a-lo-z]', "
            "'[!a-l]', '[--/]')]",
            "[m.fnmatchcase('aXbXc', p) for p in ('a**c', '*X*X*', '*c*X', '?X?X?')]",
        ),
    ),
    Source(
        "unixpaths",
        "posixpath",
        ("normpath", "relpath", "commonpath", "join", "split", "expandvars"),
        (
            "m.normpath('/a/./b/../c//d')",
            "m.normpath('')",
            "m.normpath('//x/..'), m.normpath('///x'), m.normpath('../a/../..')",
            "m.relpath('/a/b/c', '/a/d')",
            "m.relpath('/a', '/a')",
            "m.commonpath(['/usr/lib', '/usr/local/lib'])",
            "m.commonpath(['/a', 'b'])",
            "m.commonpath(['a/b/c', 'a/b'])",
            "m.join('a', 'b', '/c', 'd')",
            "m.join('a/', 'b', '')",
            "m.split('/a/b/'), m.split('/a'), m.split('b')",
            "__import__('os').environ.update(PQ='7') or "
            "m.expandvars('x$PQ/${PQ}$NOPE $')",
        ),
        (
            "[m.normpath(p) for p in ('a/..', '/..', './', 'a//b/', '/.//..//x', "
            "'a/b/../../..')]",
            "[m.relpath(p, s) for p in ('/', '/a', '/a/b', '/x/y') for s in ('/', "
            "'/a', '/a/b/c')]",
            "[m.commonpath(p) for p in (['/'], ['/a/b', '/a/bc'], ['a', 'a'], "
            "['x/y', 'z'])]",
            "m.commonpath([])",
            "[m.join(*p) for p in (('', 'a'), ('a', ''), ('/', 'b', 'c/'), ('x', "
            "'/y', '/z'))]",
            "[m.split(p) for p in ('', '/', '//a', 'a//b', 'a/b/c', '///')]",
            "__import__('os').environ.update(PQ='7') or "
            "m.expandvars('${PQ$PQ.${}x$1$PQ')",
        ),
    ),
    Source(
        "windowspaths",
        "ntpath",
        ("splitdrive", "join", "normpath", "split"),
        (
            "m.splitdrive('c:\\\\dir'), m.splitdrive('//host/share/x'), "
            "m.splitdrive('a/b')",
            "m.join('c:\\\\a', 'b', 'c')",
            "m.join('c:a', 'd:b'), m.join('c:/a', 'C:b'), m.join('a', '/b')",
            "m.split('c:\\\\a\\\\b'), m.split('c:a'), m.split('x/')",
            "m.normpath('a/./b\\\\..//c'), m.normpath('c:/../x'), m.normpath('')",
            "m.splitext('a.b/c'), m.splitext('x.tar.gz'), m.splitext('.rc')",
        ),
        (
            "[m.splitdrive(p) for p in ('', 'c:', '//a', '//a/b', '///x/y', 'c:/d', "
            "'//a/b/c')]",
            "[m.join(*p) for p in (('', 'a'), ('c:', 'a'), ('c:/', 'b'), ('a/', "
            "'b'), ('a', ''))]",
            "[m.join('c:/x', p) for p in ('y', '/y', 'c:y', 'd:y', 'd:/y', '//h/s')]",
            "[m.split(p) for p in ('', 'c:/', 'a/b/c', '//h/s/x', 'c:a/b')]",
            "[m.normpath(p) for p in ('..', '../a', '/..', 'c:..', 'c:/a/../..', "
            "'//h/s/../x')]",
        ),
    ),
    Source(
        "printable",
        "quopri",
        ("needsquoting", "quote", "encodestring", "decodestring", "encode", "decode"),
        (
            "m.quote(b'=')",
            "m.unhex(b'3D')",
            "m.needsquoting(b'=', False, False), m.needsquoting(b' ', True, False)",
            "m.needsquoting(b'_', False, True), m.needsquoting(b'a', True, True)",
            "(lambda o: (m.a2b_qp, m.b2a_qp, m.encode(__import__('io').BytesIO("
            "b'a=b\\xe9 \\n'), o, True), o.getvalue())[3])(__import__('io').BytesIO())",
        ),
        (
            "[m.quote(bytes([n])) for n in (0, 61, 171, 255)]",
            "[m.needsquoting(bytes([n]), t, h) for n in (9, 10, 32, 33, 61, 95, "
            "126, 127, 200)"
            " for t in (0, 1) for h in (0, 1)]",
            "[m.unhex(t) for t in (b'0a', b'FF', b'7e')]",
        ),
    ),
    Source(
        "abbreviations",
        "getopt",
        ("getopt", "gnu_getopt", "do_longs", "long_has_args", "do_shorts"),
        (
            "m.getopt(['-a', '-b', 'x', 'rest'], 'ab:')",
            "m.getopt(['-abx', 'r', '-a'], 'ab:')",
            "m.getopt(['--name=v', '--flag', 'z'], '', ['name=', 'flag'])",
            "m.getopt(['--na', 'v'], '', ['name='])",
            "m.getopt(['--n'], '', ['name', 'none'])",
            "m.getopt(['-z'], 'a')",
            "m.getopt(['-a', '--', '-b'], 'ab')",
            "m.getopt(['-'], 'a')",
            "m.gnu_getopt(['x', '-a', 'y', '--', '-b'], 'ab')",
            "m.gnu_getopt(['x', '-a'], '+a')",
            "m.getopt(['--flag=1'], '', ['flag'])",
            "m.getopt(['-b'], 'ab:')",
        ),
        (
            "m.getopt(['-ba', '-a', '-b', '-a', 'q'], 'ab:')",
            "m.getopt(['--name', 'v', '--fl', 'z', '--name=q'], 'a', "
            "['name=', 'flag'])",
            "m.getopt(['--x=1'], '', ['name='])",
            "m.getopt(['--name'], '', ['name='])",
            "m.getopt(['--no'], '', ['no', 'none', 'now='])",
            "m.gnu_getopt(['1', '--f', '2', '-b', '3', '4'], 'b:', ['flag'])",
            "m.gnu_getopt(['1', '--', '2'], 'b')",
            "m.getopt(['x', '-a'], 'a')",
            "m.getopt(['-c:'], 'c:')",
        ),
    ),
    Source(
        "reprs",
        "reprlib",
        (
            "Repr._repr_iterable",
            "Repr.repr_str",
            "Repr.repr_int",
            "Repr.repr_dict",
            "Repr.repr1",
        ),
        (
            "m.repr(list(range(10)))",
            "m.repr((1,))",
            "m.repr({i: i for i in range(6)})",
            "m.repr({})",
            "m.repr('x' * 50)",
            "m.repr(10 ** 60)",
            "m.repr({1, 2})",
            "m.repr([[[[[[[1]]]]]]])",
            "m.repr('short')",
        ),
        (
            "[m.repr(list(range(n))) for n in range(9)]",
            "[m.repr(tuple(range(n))) for n in range(9)]",
            "[m.repr({i: str(i) for i in range(n)}) for n in range(7)]",
            "[m.repr('abcdefghij' * n) for n in range(6)]",
            "[m.repr(7 ** n) for n in range(30, 60, 5)]",
            "m.repr({'a': {'b': {'c': {'d': {'e': {'f': {'g': 1}}}}}}})",
            "m.repr([{'x': (1, [2, [3, [4, [5]]]])}])",
        ),
    ),
    Source(
        "markup",
        "html",
        ("escape", "_replace_charref"),
        (
            "m.escape('<a href=\"x\">&</a>')",
            "m.escape('\"x\"', quote=False)",
            'm.escape("it\'s")',
            "m.unescape('&lt;&amp;&gt;')",
            "m.unescape('&#65;&#x42;&#0;')",
            "m.unescape('&notit; &copy')",
            "m.unescape('&nothing &x;')",
            "m.unescape('&#xD800;')",
        ),
        (
            "m.escape('a & b < c > d \"e\" \\'f\\'')",
            "m.escape('a & b < c > d \"e\" \\'f\\'', False)",
            "m.unescape('&#128;&#x80;&#1114112;&#11;')",
            "m.unescape('&ampx &AMP; &ltfoo; &zzz &#xZ;')",
            "m.unescape('no refs')",
            "m.unescape('&notin;&notinx;&timesbar;')",
        ),
    ),
    Source(
        "settings",
        "configparser",
        (
            "RawConfigParser.get",
            "RawConfigParser.getboolean",
            "RawConfigParser._write_section",
            "BasicInterpolation._interpolate_some",
            "RawConfigParser.remove_option",
            "RawConfigParser.has_option",
            "RawConfigParser.options",
        ),
        tuple(
            "(lambda p: (p.read_string('[DEFAULT]\\nd = 4\\n[a]\\nx = 1\\n"
            "y: %(x)s-%(d)s\\n"
            "on = yes\\n[b]\\nz =\\n  two\\n  lines\\nx=%%\\n'), " + what + ")[1])"
            "(m.ConfigParser())"
            for what in (
                "p.sections()",
                "p.get('a', 'y')",
                "p.get('a', 'y', raw=True)",
                "p.get('b', 'd')",
                "p.get('a', 'none', fallback=7)",
                "p.get('a', 'none')",
                "p.get('q', 'x')",
                "p.getboolean('a', 'on')",
                "p.getboolean('a', 'y')",
                "p.options('a')",
                "p.get('b', 'z')",
                "(p.has_option('a', 'd'), p.has_option('q', 'x'), p.has_option('', "
                "'d'))",
                "(p.remove_option('a', 'x'), p.remove_option('a', 'x'), "
                "p.options('a'))",
                "(lambda o: (p.write(o), o.getvalue())[1])"
                "(__import__('io').StringIO())",
            )
        ),
        tuple(
            "(lambda p: (p.read_string('[DEFAULT]\\nk = 0\\n[s]\\nx = a\\n"
            "y = %(x)s%(x)s%%\\n"
            "off = No\\nbad = %(zz)s\\n[t]\\nm =\\n 1\\n 2\\n'), " + what + ")[1])"
            "(m.ConfigParser())"
            for what in (
                "[dict(p.items(s, raw=True)) for s in p.sections()]",
                "p.get('s', 'y')",
                "p.get('s', 'bad')",
                "p.getboolean('s', 'off')",
                "p.getboolean('s', 'k')",
                "p.getboolean('s', 'x')",
                "p.get('t', 'nope', fallback=None)",
                "p.get('u', 'nope', fallback='f')",
                "(p.options('t'), p.options('s'))",
                "(p.remove_option('s', 'k'), p.remove_option('DEFAULT', 'k'), "
                "p.options('s'))",
                "(p.has_option('t', 'k'), p.has_option('t', 'x'), "
                "p.has_option(None, 'k'))",
                "(lambda o: (p.write(o, False), o.getvalue())[1])"
                "(__import__('io').StringIO())",
            )
        ),
    ),
)
