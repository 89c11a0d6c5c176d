# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Speak to models: one codec per wire format, and one place that opens sockets."""
