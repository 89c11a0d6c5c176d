# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Turn settings into a connection to a model: endpoint, provider, price."""

from __future__ import annotations

import threading
from typing import Callable, Dict, List, Mapping, Optional, Sequence

from . import __version__
from .core.cancel import Cancel
from .core.config import Configuration, Settings
from .core.errors import ConfigError
from .core.interfaces import Codec, HttpRequest, ModelRequest, Provider
from .core.messages import Usage
from .providers import catalog, wire
from .providers.client import HttpProvider, RetryPolicy
from .providers.endpoints import Endpoint, Wanted, choose, has_vendor_key
from .providers.models import list_models
from .providers.routes import is_loopback
from .providers.transport import SocketTransport, open_ports
from .providers.urls import parse_url, redacted

GIVEN = Endpoint("", "", "custom", "", "given by the caller")
"""Stands for a provider that did not come from an endpoint."""


def choose_endpoint(
    configuration: Configuration, environ: Mapping[str, str], *, offline: bool = False
) -> Endpoint:
    """Return the endpoint that settings, variables or a local server give.

    Args:
        offline: make no connection: look for no local server, ask for no models.

    Raises:
        ConfigError: there is none, or it is not complete.
    """
    settings = configuration.settings
    transport = _transport(settings, environ)

    def find_open(ports: Sequence[int], seconds: float) -> List[int]:
        """Return which local ports answer; none when offline."""
        places = [] if offline else [("127.0.0.1", port) for port in ports]
        return [port for _, port in open_ports(places, seconds)]

    def models(url: str, seconds: float) -> List[str]:
        """Return the models of a server; none when offline."""
        local = is_loopback(parse_url(url).host) and url != settings.base_url
        headers = {} if local else headers_of(settings)  # not for who was not named
        return [] if offline else list_models(transport, url, seconds, headers)

    return choose(
        _wanted(configuration, environ),
        environ,
        find_open=find_open,
        list_models=models,
    )


def try_endpoint(
    endpoint: Endpoint, settings: Settings, environ: Mapping[str, str], seconds: float
) -> int:
    """Ask an endpoint for its models, with the key; return the status of the answer.

    It goes the way of every request: through the proxies, with the certificates and
    the headers of the wire format. No model is asked for anything.

    Args:
        seconds: the longest it may take.

    Raises:
        ProviderError: there is no answer.
        CancelledError: not in time.
    """
    nothing = ModelRequest(endpoint.model, "", ())
    asked = _codec(endpoint.api).encode(nothing, endpoint.base_url, endpoint.key)
    url = wire.endpoint(endpoint.base_url, "/models")
    request = HttpRequest("GET", url, {**asked.headers, **headers_of(settings)})
    cancel = Cancel()
    alarm = threading.Timer(seconds, cancel.set)
    alarm.daemon = True
    alarm.start()
    try:
        response = _transport(settings, environ).send(request, cancel)
        response.close()
        return response.status
    finally:
        alarm.cancel()


_STRONG = ("option ", "AURA_")


def _wanted(configuration: Configuration, environ: Mapping[str, str]) -> Wanted:
    """Return what was asked for; a vendor's variable is stronger than a file.

    An endpoint of the settings file counts as a whole or not at all: its address,
    wire, key and model belong together.
    """
    settings, sources = configuration
    names = ("api", "base_url", "model", "api_key")
    values = {name: getattr(settings, name) for name in names}
    in_file = not sources["base_url"].startswith(_STRONG) and settings.base_url
    if in_file and has_vendor_key(environ):
        for name in names:
            if not sources[name].startswith(_STRONG):
                values[name] = ""
    return Wanted(values["api"], values["base_url"], values["model"], values["api_key"])


def shown_url(endpoint: Endpoint) -> str:
    """Return the address of an endpoint without secrets."""
    return redacted(endpoint.base_url)


def open_provider(
    endpoint: Endpoint, settings: Settings, environ: Mapping[str, str]
) -> Provider:
    """Return a provider that asks an endpoint over HTTP."""
    return HttpProvider(
        _codec(endpoint.api),
        _transport(settings, environ),
        base_url=endpoint.base_url,
        key=endpoint.key,
        policy=RetryPolicy(total_seconds=settings.retry_time),
        headers=headers_of(settings),
    )


def headers_of(settings: Settings) -> Dict[str, str]:
    """Return the headers of the settings, names in lower case as the codecs have."""
    pairs = [line.partition(":") for line in settings.headers]
    return {name.lower(): value.strip() for name, _, value in pairs}


def _codec(api: str) -> Codec:
    """Return the codec of a wire; the others are not loaded."""
    if api == "anthropic":
        from .providers.anthropic import AnthropicCodec

        return AnthropicCodec()
    from .providers.openai_chat import OpenAIChatCodec

    return OpenAIChatCodec()


def _transport(settings: Settings, environ: Mapping[str, str]) -> SocketTransport:
    """Return the transport with the time limits of the settings."""
    return SocketTransport(
        environ=environ,
        connect_timeout=settings.connect_timeout,
        read_timeout=settings.read_timeout,
        idle_timeout=settings.idle_timeout,
        ca_file=settings.ca_file,
        user_agent=f"{(__package__ or 'aura').rpartition('.')[2]}/{__version__}",
    )


def price_of(
    settings: Settings, endpoint: Endpoint
) -> Callable[[Usage], Optional[float]]:
    """Return how a usage is priced: by the settings, else by the catalogue.

    Raises:
        ConfigError: ``price-unknown`` when a cap on cost could not be kept.
    """
    if settings.price_input >= 0 and settings.price_output >= 0:
        return lambda usage: _at_given_price(settings, usage)
    local = (
        is_loopback(parse_url(endpoint.base_url).host) if endpoint.base_url else False
    )
    if not local and catalog.cost(endpoint.model, Usage()) is not None:
        return lambda usage: catalog.cost(endpoint.model, usage)
    if settings.max_cost:
        raise ConfigError(
            "price-unknown",
            f"The price of {endpoint.model} is not known, so --max-cost cannot hold.",
            hint="Give it: --set price_input=USD --set price_output=USD (per million).",
        )
    return lambda usage: None


def _at_given_price(settings: Settings, usage: Usage) -> float:
    """Return the dollars of some tokens at the prices of the settings."""
    asked = usage.input + usage.cached + usage.cache_written
    answered = usage.output + usage.reasoning
    dollars = asked * settings.price_input + answered * settings.price_output
    return dollars / 1_000_000
