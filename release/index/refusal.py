# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Say no to a request, with a status and a sentence."""

from __future__ import annotations

import http


class Refusal(Exception):
    """A request that the index does not carry out.

    Args:
        status: the HTTP status that says whose fault it is.
        message: one sentence for whoever reads twine's or pip's output.
    """

    def __init__(self, status: http.HTTPStatus, message: str):
        """Keep status and message."""
        super().__init__(message)
        self.status = status
        self.message = message


def bad_request(message: str) -> Refusal:
    """Return the refusal of a request that can never succeed as it is."""
    return Refusal(http.HTTPStatus.BAD_REQUEST, message)
