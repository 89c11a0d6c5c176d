# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Hold the checkout to everything that can be checked; ``make check`` runs it."""
