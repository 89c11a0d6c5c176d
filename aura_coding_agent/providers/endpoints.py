# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Choose the model endpoint of a run, and the key that may be sent there.

The order: what the person gave (options, ``AURA_*`` variables, settings), then the
usual key variables of the vendors, then a quick look for a server on this machine.
A vendor's key goes only to that vendor's own address, or to one from the same
vendor's variable; any other address gets only a key that was given for it.
"""

from __future__ import annotations

import time
from typing import Callable, List, Mapping, Optional, Sequence, Tuple

from ..core.errors import ConfigError, ProviderError
from ..core.values import NamedTuple
from .urls import parse_url, redacted

APIS = ("openai-chat", "anthropic")
"""The wire formats that can be asked for."""

LOCAL_SECONDS = 0.2
"""The look for a local server takes no longer, all of it."""

LIST_SECONDS = 5.0
"""How long an endpoint that was asked for may take to list its models."""

FindOpen = Callable[[Sequence[int], float], Sequence[int]]
"""Takes ports of this machine and seconds, returns those that accept connections."""

ListModels = Callable[[str, float], Sequence[str]]
"""Takes a base URL and seconds, returns model ids; raises ProviderError or OSError."""


class Wanted(NamedTuple):
    """What the person asked for; empty texts leave it open.

    Attributes:
        explicit: whether the person gave the base URL. One that only the workspace
            gave (a file in a repository that anybody may have written) never gets
            ``key``.
    """

    api: str = ""
    base_url: str = ""
    model: str = ""
    key: str = ""
    explicit: bool = True


class Endpoint(NamedTuple):
    """Where a run asks its model; ``source`` says why there, for people.

    The text form hides the key. The tuple itself holds it: never log its fields.
    """

    api: str
    base_url: str
    model: str
    key: str
    source: str

    def __repr__(self) -> str:
        """Return the endpoint without its key."""
        key = "***" if self.key else ""
        shown = (self.api, redacted(self.base_url), self.model, key, self.source)
        return "Endpoint(api=%r, base_url=%r, model=%r, key=%r, source=%r)" % shown


class Vendor(NamedTuple):
    """A vendor whose key variables are looked at.

    Attributes:
        variables: names of its key variable, the first one set counts.
        model: asked for when the person named none.
        prefixes: beginnings of the names of its own models.
        url_variable: variable that moves its base URL, or empty.
        hosts: its host names besides the one in ``base_url``.
        gateway: serves other vendors' models, as ``vendor/model``.
    """

    name: str
    variables: Tuple[str, ...]
    api: str
    base_url: str
    model: str
    prefixes: Tuple[str, ...] = ()
    url_variable: str = ""
    hosts: Tuple[str, ...] = ()
    gateway: bool = False


VENDORS = (
    Vendor(
        "Anthropic",
        ("ANTHROPIC_API_KEY",),
        "anthropic",
        "https://api.anthropic.com",
        "claude-sonnet-5-5",
        ("claude",),
        "ANTHROPIC_BASE_URL",
    ),
    Vendor(
        "OpenAI",
        ("OPENAI_API_KEY",),
        "openai-chat",
        "https://api.openai.com/v1",
        "gpt-6.1-sol",
        ("gpt-", "chatgpt-", "codex-", "ft:gpt-", "o1", "o3", "o4"),
        "OPENAI_BASE_URL",
    ),
    Vendor(
        "OpenRouter",
        ("OPENROUTER_API_KEY",),
        "openai-chat",
        "https://openrouter.ai/api/v1",
        "~anthropic/claude-sonnet-latest",
        gateway=True,
    ),
    Vendor(
        "Google",
        ("GEMINI_API_KEY", "GOOGLE_API_KEY"),
        "openai-chat",
        "https://generativelanguage.googleapis.com/v1beta/openai",
        "gemini-flash-latest",
        ("gemini",),
    ),
    Vendor(
        "Groq",
        ("GROQ_API_KEY",),
        "openai-chat",
        "https://api.groq.com/openai/v1",
        "openai/gpt-oss-120b",
        gateway=True,
    ),
    Vendor(
        "Mistral",
        ("MISTRAL_API_KEY",),
        "openai-chat",
        "https://api.mistral.ai/v1",
        "devstral-medium-latest",
        ("mistral", "codestral", "devstral", "magistral", "ministral"),
    ),
    Vendor(
        "DeepSeek",
        ("DEEPSEEK_API_KEY",),
        "openai-chat",
        "https://api.deepseek.com/v1",
        "deepseek-flash",
        ("deepseek-",),
    ),
    Vendor(
        "xAI",
        ("XAI_API_KEY",),
        "openai-chat",
        "https://api.x.ai/v1",
        "grok-4.6",
        ("grok-",),
    ),
    Vendor(
        "Together",
        ("TOGETHER_API_KEY",),
        "openai-chat",
        "https://api.together.xyz/v1",
        "openai/gpt-oss-120b",
        hosts=("api.together.ai",),
        gateway=True,
    ),
    Vendor(
        "Cerebras",
        ("CEREBRAS_API_KEY",),
        "openai-chat",
        "https://api.cerebras.ai/v1",
        "gpt-oss-120b",
    ),
)

# Open weights that begin like a vendor's own names; anybody may serve them.
_NOBODYS = ("gpt-oss",)

LOCAL_SERVERS = (
    ("Ollama", 11434),
    ("llama.cpp", 8080),
    ("LM Studio", 1234),
    ("vLLM", 8000),
)
"""Names and usual ports of servers that people run themselves."""


def choose(
    wanted: Wanted,
    environ: Mapping[str, str],
    *,
    find_open: FindOpen,
    list_models: ListModels,
) -> Endpoint:
    """Return the endpoint of a run.

    Args:
        wanted: what the person asked for.
        environ: where the vendors' variables are looked up.
        find_open: finds local servers; called only when nothing else is there, or
            for a model that no vendor's names begin like.
        list_models: asks an endpoint for its models, when none is named.

    Raises:
        ConfigError: ``api-unknown``, ``model-needed`` or ``no-endpoint``.
        ProviderError: ``url-invalid`` for a base URL that is none.
    """
    if wanted.api and wanted.api not in APIS:
        raise ConfigError(
            "api-unknown",
            f"There is no api {wanted.api!r}.",
            hint=f"Known are {' and '.join(APIS)}.",
            api=wanted.api,
        )
    if wanted.base_url:
        return _at_given_url(wanted, environ, list_models)
    owner = _owner(wanted)
    vendor = owner or _first_with_key(wanted, environ)
    look = _Look(find_open, list_models)
    found = None
    if wanted.model and owner is None and not _fits(wanted.model, vendor):
        found = look.serving(wanted)
    if found is None and vendor is not None:
        given = wanted.key if owner else ""
        found = _at_vendor(vendor, wanted.model, given, environ, list_models)
    found = found or look.serving(wanted)
    if found is None:
        raise _no_endpoint(wanted, owner, look)
    return found


def has_vendor_key(environ: Mapping[str, str]) -> bool:
    """Return whether the key variable of any vendor is set."""
    return any(_key(vendor, environ)[1] for vendor in VENDORS)


# -- an address that was asked for ---------------------------------------------------


def _at_given_url(
    wanted: Wanted, environ: Mapping[str, str], list_models: ListModels
) -> Endpoint:
    """Return the endpoint of an address that was given."""
    url = parse_url(wanted.base_url, "base URL")
    vendor = next((v for v in VENDORS if url.host in _hosts(v)), None)
    key, source = "", "base URL given"
    if wanted.key and wanted.explicit:
        key = wanted.key
    elif vendor is not None and url.scheme == "https":
        variable, key = _key(vendor, environ)
        source = f"base URL given, {variable}" if key else source
    api = wanted.api or (vendor.api if vendor else APIS[0])
    model = wanted.model or (vendor.model if vendor else "")
    if not model:
        model = _only_model(_models(list_models, wanted.base_url), wanted.base_url)
    return Endpoint(api, wanted.base_url, model, key, source)


def _hosts(vendor: Vendor) -> Tuple[str, ...]:
    """Return the hosts that belong to a vendor."""
    return (parse_url(vendor.base_url).host, *vendor.hosts)


def _models(list_models: ListModels, base_url: str) -> List[str]:
    """Return the models of a server, none when it does not say."""
    try:
        return list(list_models(base_url, LIST_SECONDS))
    except (ProviderError, OSError):
        return []


def _only_model(models: Sequence[str], base_url: str) -> str:
    """Return the model when there is no choice.

    Raises:
        ConfigError: ``model-needed``, with a few names to choose from.
    """
    if len(models) == 1:
        return models[0]
    some = ", ".join(models[:5]) + (", ..." if len(models) > 5 else "")
    said = f"offers {len(models)} models: {some}" if models else "named no model"
    raise ConfigError(
        "model-needed",
        f"The endpoint {redacted(base_url)} {said}.",
        hint="Say which one to use, with --model or AURA_MODEL.",
        models=list(models[:5]),
    )


# -- vendors -------------------------------------------------------------------------


def _key(vendor: Vendor, environ: Mapping[str, str]) -> Tuple[str, str]:
    """Return the variable that holds a vendor's key, and the key."""
    for variable in vendor.variables:
        key = environ.get(variable, "").strip()
        if key:
            return variable, key
    return "", ""


def _owner(wanted: Wanted) -> Optional[Vendor]:
    """Return the vendor whose model this is, by its name or by the api and a key."""
    model = wanted.model.lower()
    if not model and wanted.key and wanted.api:
        return next(v for v in VENDORS if v.api == wanted.api)
    if not model or model.startswith(_NOBODYS):
        return None
    for vendor in VENDORS:
        if model.startswith(vendor.prefixes) and "/" not in model:
            return vendor if wanted.api in ("", vendor.api) else None
    return None


def _first_with_key(wanted: Wanted, environ: Mapping[str, str]) -> Optional[Vendor]:
    """Return the vendor whose key is there, gateways last or first."""
    able = [
        vendor
        for vendor in VENDORS
        if wanted.api in ("", vendor.api) and _key(vendor, environ)[1]
    ]
    if "/" in wanted.model:
        able.sort(key=lambda vendor: not vendor.gateway)
    return able[0] if able else None


def _fits(model: str, vendor: Optional[Vendor]) -> bool:
    """Return whether a name of the form vendor/model goes to a gateway."""
    return "/" in model and vendor is not None and vendor.gateway


def _at_vendor(
    vendor: Vendor,
    model: str,
    given: str,
    environ: Mapping[str, str],
    list_models: ListModels,
) -> Optional[Endpoint]:
    """Return the vendor's endpoint, None when there is no key for it."""
    source, key = _key(vendor, environ)
    if given:
        source, key = f"key given for {vendor.name}", given
    if not key:
        return None
    moved = environ.get(vendor.url_variable, "").strip() if vendor.url_variable else ""
    base_url = moved or vendor.base_url
    if moved:
        source = f"{source}, {vendor.url_variable}"
    model = model or _default_model(vendor, base_url, list_models)
    return Endpoint(vendor.api, base_url, model, key, source)


def _default_model(vendor: Vendor, base_url: str, list_models: ListModels) -> str:
    """Return the vendor's default, unless another server stands in for the vendor."""
    if parse_url(base_url, "base URL").host in _hosts(vendor):
        return vendor.model
    models = _models(list_models, base_url)
    if not models or vendor.model in models:
        return vendor.model
    return _only_model(models, base_url)


# -- this machine --------------------------------------------------------------------


class _Look:
    """Look for local servers, once, and keep what they offer."""

    def __init__(self, find_open: FindOpen, list_models: ListModels) -> None:
        """Take how to find open ports and how to list models."""
        self._find_open = find_open
        self._list_models = list_models
        self._offers: Optional[List[Tuple[str, str, List[str]]]] = None

    @property
    def offers(self) -> List[Tuple[str, str, List[str]]]:
        """Name, base URL and models of each local server that has models."""
        if self._offers is None:
            self._offers = self._found()
        return self._offers

    def _found(self) -> List[Tuple[str, str, List[str]]]:
        """Return the local servers that answer: name, address, models."""
        end = time.monotonic() + LOCAL_SECONDS
        ports = [port for _, port in LOCAL_SERVERS]
        open_ports = self._find_open(ports, LOCAL_SECONDS / 2)
        found = []
        for name, port in LOCAL_SERVERS:
            left = end - time.monotonic()
            if port not in open_ports or left <= 0:
                continue
            base_url = f"http://127.0.0.1:{port}/v1"
            try:
                models = list(self._list_models(base_url, left))
            except (ProviderError, OSError):
                continue  # Something else listens there.
            if models:
                found.append((name, base_url, models))
        return found

    def serving(self, wanted: Wanted) -> Optional[Endpoint]:
        """Return the first local server that has the model, or any model.

        Raises:
            ConfigError: ``model-needed`` when it is for the person to choose.
        """
        api = wanted.api or APIS[0]
        for name, base_url, models in self.offers:
            model = wanted.model
            if not model:
                model = _only_model(models, base_url)
            elif model not in models and f"{model}:latest" not in models:
                continue
            return Endpoint(api, base_url, model, "", f"{name} on this machine")
        return None


def _no_endpoint(wanted: Wanted, owner: Optional[Vendor], look: _Look) -> ConfigError:
    """Return the error that no model was found, with what was looked at."""
    said = "No model endpoint was found."
    if wanted.model:
        said = f"No endpoint was found for the model {wanted.model!r}."
    for name, base_url, models in look.offers:
        said += f" {name} at {base_url} offers {', '.join(models[:5])}."
    named = "ANTHROPIC_API_KEY or OPENAI_API_KEY"
    if owner is not None:
        named = owner.variables[0]
    return ConfigError(
        "no-endpoint",
        said,
        hint="Set --base-url and --model (or AURA_BASE_URL, AURA_MODEL, and where"
        " needed AURA_API_KEY and AURA_API), or a vendor's key variable such as"
        f" {named}, or start a local server ("
        + ", ".join(name for name, _ in LOCAL_SERVERS)
        + ").",
    )
