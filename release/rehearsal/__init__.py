# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Play the whole release through against servers on this machine, faults included.

``scenes`` is the play, ``stage`` where it happens, ``servers``, ``docs_site`` and
``wire`` are what a release meets outside: package indexes, a documentation site, and a
connection that breaks.
"""
