# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Measure how well failing programs are repaired; see README.rst beside this file."""
