# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Leave out an optional part of a request that an endpoint refuses, and remember it.

Compatible servers know different parts of a wire format, and some refuse what they
do not know. Every codec lists the parts that a request can do without. Which of them
a refusal means is read from its words; when they name none, the plainest form is
tried once. What an endpoint took is remembered for the life of the process.
"""

from __future__ import annotations

import re
from typing import Dict, FrozenSet, Optional, Tuple

from ..core.errors import ProviderError
from ..core.interfaces import Codec, ModelRequest

MOST = 4
"""Times that one request is sent again with less: each costs a way to the server."""

Place = Tuple[str, str, str]
"""Wire format, base URL and model: what one model refuses, another may need."""

_taken: Dict[Place, FrozenSet[str]] = {}


class Relaxing:
    """One request on its way to a form that its endpoint takes.

    Attributes:
        without: names of what is left out now.
    """

    def __init__(self, codec: Codec, base_url: str, request: ModelRequest) -> None:
        """Begin with what the endpoint took before."""
        self._codec = codec
        self._base_url = base_url
        self._request = request
        self._place = (codec.name, base_url, request.model)
        self._first: Optional[ProviderError] = None
        self._tries = 0
        self.without = _taken.get(self._place, frozenset())

    def refused(self, error: ProviderError) -> Optional[ProviderError]:
        """Leave more out after a refusal; return what there is to say of it.

        Returns:
            None when the error is about something else.

        Raises:
            ProviderError: the first refusal, when there is nothing more to leave out.
        """
        if error.code != "provider-refused" or error.facts.get("status") not in (
            400,
            422,
        ):
            return None
        self._first = self._first or error
        wider = self._wider(error.message) if self._tries < MOST else None
        if wider is None:
            raise self._first
        added = [
            part.what
            for part in self._codec.optional
            if part.name in wider - self.without
        ]
        self._tries += 1
        self.without = wider
        return ProviderError(
            "field-refused",
            f"{error.message.rstrip('.')}; from now on without {', '.join(added)}.",
        )

    def taken(self) -> None:
        """Remember what the endpoint has taken."""
        if self._first is not None:
            _taken[self._place] = self.without

    def _wider(self, words: str) -> Optional[FrozenSet[str]]:
        """Return what to leave out next, None when nothing is left."""
        names = [part.name for part in self._codec.optional]
        for part in self._codec.optional:
            wider = self.without | {part.name}
            if re.search(part.refusal, words, re.I) and self._changes(wider):
                return wider
        plainest = self.without
        for name in names:
            if self._changes(plainest | {name}, plainest):
                plainest = plainest | {name}
        return plainest if plainest != self.without else None

    def _changes(
        self, wider: FrozenSet[str], than: Optional[FrozenSet[str]] = None
    ) -> bool:
        """Tell whether leaving out more changes the bytes that are sent."""
        than = self.without if than is None else than
        return wider != than and self._body(wider) != self._body(than)

    def _body(self, without: FrozenSet[str]) -> bytes:
        """Return the body of the request without something."""
        return self._codec.encode(self._request, self._base_url, "", without).body
