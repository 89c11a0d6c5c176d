# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find where an edit belongs, lay it onto the file's own lines, or refuse it."""
