# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Make a release, prove it, publish it, and take it back; README.rst says how."""
