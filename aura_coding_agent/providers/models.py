# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Ask an endpoint which models it offers."""

from __future__ import annotations

import json
import threading
from typing import List, Mapping

from ..core.cancel import Cancel
from ..core.errors import CancelledError, ProviderError
from ..core.interfaces import HttpRequest, Transport
from .wire import endpoint

_MOST = 1 << 20
"""Bytes of a list that are read."""


def list_models(
    transport: Transport,
    base_url: str,
    seconds: float,
    headers: Mapping[str, str] = {},
) -> List[str]:
    """Return the model ids of a server that lists them as the OpenAI API does.

    Args:
        transport: carries the request.
        base_url: see :func:`~.wire.endpoint`.
        seconds: the longest this may take.
        headers: further headers.

    Raises:
        ProviderError: ``models-unlisted`` when there is no such list in time, and
            whatever the transport raises.
    """
    url = endpoint(base_url, "/models")
    cancel = Cancel()
    alarm = threading.Timer(seconds, cancel.set)
    alarm.daemon = True
    alarm.start()
    try:
        data = _fetch(transport, url, headers, cancel)
    except CancelledError:
        raise _unlisted(url, f"not within {seconds:g} s") from None
    finally:
        alarm.cancel()
    try:
        return [str(item["id"]) for item in json.loads(data)["data"]]
    except (ValueError, KeyError, TypeError):
        raise _unlisted(url, "the answer is no such list") from None


def _fetch(
    transport: Transport, url: str, headers: Mapping[str, str], cancel: Cancel
) -> bytes:
    """Return the list of models as bytes."""
    request = HttpRequest("GET", url, {"accept": "application/json", **headers})
    response = transport.send(request, cancel)
    try:
        if response.status != 200:
            raise _unlisted(url, f"status {response.status}")
        data = b""
        for chunk in response.chunks():
            data += chunk
            if len(data) > _MOST:
                raise _unlisted(url, "the list is too long")
        return data
    finally:
        response.close()


def _unlisted(url: str, why: str) -> ProviderError:
    """Return the error about a server that lists no models."""
    return ProviderError(
        "models-unlisted",
        f"{url} lists no models: {why}.",
        hint="Name the model with --model or AURA_MODEL.",
    )
