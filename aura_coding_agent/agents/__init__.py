# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Hold one conversation: the loop, its limits, what the model sees, what is proven."""
