# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Keep track of the goods in a warehouse."""

from .orders import Order, OutOfStock
from .report import report
from .stock import Stock

__all__ = ["Order", "OutOfStock", "Stock", "report"]
