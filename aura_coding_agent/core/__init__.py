# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""The words everybody uses, and the doors to processes, the workspace and the database."""
