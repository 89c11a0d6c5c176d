"""Keep a simple ledger."""

from .accounts import Account
from .report import statement

__all__ = ["Account", "statement"]
