# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check the choice of an endpoint, and that keys go only where they belong."""

from __future__ import annotations

import json
import socket
import urllib.request
from typing import Dict, List, Mapping, Sequence

import pytest

from aura_coding_agent.core.errors import ConfigError, ProviderError
from aura_coding_agent.providers import endpoints
from aura_coding_agent.providers.endpoints import (
    LOCAL_SERVERS,
    VENDORS,
    Endpoint,
    Vendor,
    Wanted,
    choose,
    has_vendor_key,
)

from ..support.model_server import ModelServer

NOBODY: Dict[str, str] = {}


def find_open(ports: Sequence[int], seconds: float) -> List[int]:
    """Return the ports of this machine that accept connections."""
    found = []
    for port in ports:
        with socket.socket() as probe:
            probe.settimeout(seconds)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                found.append(port)
    return found


def list_models(base_url: str, seconds: float) -> List[str]:
    """Ask a real server for its models."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{base_url}/models", timeout=seconds) as answer:
        return [shown["id"] for shown in json.load(answer)["data"]]


def none_open(ports: Sequence[int], seconds: float) -> List[int]:
    """Find nothing."""
    return []


def never_asked(base_url: str, seconds: float) -> List[str]:
    """Fail when an endpoint is asked although that is not needed."""
    raise AssertionError(f"{base_url} was asked")


def quietly(wanted: Wanted, environ: Dict[str, str] = NOBODY) -> Endpoint:
    """Choose without any server on this machine."""
    return choose(wanted, environ, find_open=none_open, list_models=never_asked)


def named(name: str) -> Vendor:
    """Return a vendor's row."""
    return next(vendor for vendor in VENDORS if vendor.name == name)


def local(
    wanted: Wanted, offers: Mapping[int, object], environ: Dict[str, str] = NOBODY
) -> Endpoint:
    """Choose where local servers offer models by port; an exception is raised."""

    def models(base_url: str, seconds: float) -> List[str]:
        assert 0 < seconds <= endpoints.LOCAL_SECONDS
        offered = offers[int(base_url.split(":")[2].split("/")[0])]
        if isinstance(offered, Exception):
            raise offered
        assert isinstance(offered, list)
        return offered

    def ports(asked: Sequence[int], seconds: float) -> List[int]:
        assert 0 < seconds <= endpoints.LOCAL_SECONDS
        return [port for port in asked if port in offers]

    return choose(wanted, environ, find_open=ports, list_models=models)


# -- vendors ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "vendor, variable",
    [(vendor, variable) for vendor in VENDORS for variable in vendor.variables],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_key_variable_leads_to_its_vendor(vendor: Vendor, variable: str) -> None:
    """One key variable is enough: address, api and model follow from it."""
    chosen = quietly(Wanted(), {variable: " k-1\n", "OTHER": "x"})
    assert (
        Endpoint(vendor.api, vendor.base_url, vendor.model, "k-1", variable) == chosen
    )


def test_vendors_differ_in_names_hosts_and_variables() -> None:
    """No host and no variable belongs to two vendors, and all addresses are https."""
    hosts = [host for vendor in VENDORS for host in endpoints._hosts(vendor)]
    variables = [variable for vendor in VENDORS for variable in vendor.variables]
    assert len(hosts) == len(set(hosts))
    assert len(variables) == len(set(variables))
    assert all(vendor.base_url.startswith("https://") for vendor in VENDORS)
    assert {vendor.api for vendor in VENDORS} <= set(endpoints.APIS)


def test_first_vendor_of_the_table_wins() -> None:
    """With keys of several vendors and nothing asked for, the order is fixed."""
    keys = {"OPENAI_API_KEY": "o", "ANTHROPIC_API_KEY": "a", "GROQ_API_KEY": "g"}
    assert "https://api.anthropic.com" == quietly(Wanted(), keys).base_url


def test_empty_variables_count_as_not_set() -> None:
    """A variable that is set to nothing leads nowhere."""
    keys = {"ANTHROPIC_API_KEY": " ", "OPENAI_API_KEY": "o"}
    assert "https://api.openai.com/v1" == quietly(Wanted(), keys).base_url


@pytest.mark.parametrize(
    "model, expected",
    [
        ("claude-opus-5", "Anthropic"),
        ("gpt-5", "OpenAI"),
        ("o1-mini", "OpenAI"),
        ("o3", "OpenAI"),
        ("GPT-5", "OpenAI"),
        ("gemini-3.6-flash", "Google"),
        ("devstral-small", "Mistral"),
        ("deepseek-flash", "DeepSeek"),
        ("grok-4", "xAI"),
        ("anthropic/claude-x", "OpenRouter"),
        ("gpt-oss-120b", "Anthropic"),
        ("something-else", "Anthropic"),
    ],
)
def test_model_name_picks_the_vendor(model: str, expected: str) -> None:
    """A model goes to its own vendor, a path to a gateway, others to the first."""
    keys = {vendor.variables[0]: f"k-{vendor.name}" for vendor in VENDORS}
    chosen = quietly(Wanted(model=model), keys)
    assert (named(expected).base_url, model) == (chosen.base_url, chosen.model)
    assert f"k-{expected}" == chosen.key


def test_api_narrows_the_vendors() -> None:
    """An api that is asked for leaves out vendors that speak another."""
    keys = {"ANTHROPIC_API_KEY": "a", "OPENAI_API_KEY": "o"}
    assert "o" == quietly(Wanted(api="openai-chat"), keys).key
    assert "o" == quietly(Wanted(api="openai-chat", model="claude-x"), keys).key
    assert "a" == quietly(Wanted(api="anthropic"), keys).key


def test_given_key_goes_to_the_vendor_of_the_model() -> None:
    """A key that was given comes before the vendor's variable."""
    chosen = quietly(Wanted(model="claude-x", key="mine"), {"ANTHROPIC_API_KEY": "a"})
    assert ("https://api.anthropic.com", "mine") == (chosen.base_url, chosen.key)
    assert "key given for Anthropic" == chosen.source


@pytest.mark.parametrize(
    "api, base_url",
    [
        ("anthropic", "https://api.anthropic.com"),
        ("openai-chat", "https://api.openai.com/v1"),
    ],
)
def test_given_key_and_api_are_enough(api: str, base_url: str) -> None:
    """An api with a key means the vendor whose format it is."""
    assert base_url == quietly(Wanted(api=api, key="mine")).base_url


def test_given_key_alone_is_not_sent_to_a_guessed_vendor() -> None:
    """A key without a place is not tried out on a vendor that happens to be set."""
    assert "o" == quietly(Wanted(key="mine"), {"OPENAI_API_KEY": "o"}).key
    with pytest.raises(ConfigError) as caught:
        quietly(Wanted(key="mine"))
    assert "no-endpoint" == caught.value.code


@pytest.mark.parametrize(
    "environ, expected",
    [({}, False), ({"GROQ_API_KEY": " "}, False), ({"GOOGLE_API_KEY": "g"}, True)],
)
def test_keys_of_vendors_are_noticed(environ: Dict[str, str], expected: bool) -> None:
    """Any key variable of the table counts when it is not empty."""
    assert expected == has_vendor_key(environ)


# -- vendors at another address --------------------------------------------------------


@pytest.mark.parametrize(
    "models, expected",
    [
        (["only"], "only"),
        (["x", "gpt-6.1-sol"], "gpt-6.1-sol"),
        ([], "gpt-6.1-sol"),
    ],
)
def test_base_url_variable_moves_the_vendor(models: List[str], expected: str) -> None:
    """The vendor's key goes to the address of the same vendor's variable."""
    with ModelServer(models=models) as server:
        keys = {"OPENAI_API_KEY": "o", "OPENAI_BASE_URL": server.url}
        chosen = choose(Wanted(), keys, find_open=none_open, list_models=list_models)
        assert (server.url, expected, "o") == (
            chosen.base_url,
            chosen.model,
            chosen.key,
        )
        assert "OPENAI_API_KEY, OPENAI_BASE_URL" == chosen.source
        assert ["/v1/models"] == server.lookups


def test_moved_vendor_with_several_strange_models_asks_which() -> None:
    """A stand-in without the vendor's default model needs a name."""
    with ModelServer(models=["a", "b"]) as server:
        keys = {"OPENAI_API_KEY": "o", "OPENAI_BASE_URL": server.url}
        with pytest.raises(ConfigError, match="offers 2 models: a, b"):
            choose(Wanted(), keys, find_open=none_open, list_models=list_models)


def test_base_url_variable_of_one_vendor_never_gets_the_key_of_another() -> None:
    """Only the vendor's own variables go together."""
    keys = {"OPENAI_API_KEY": "o", "ANTHROPIC_BASE_URL": "http://127.0.0.1:1"}
    chosen = quietly(Wanted(model="gpt-5"), keys)
    assert ("https://api.openai.com/v1", "o") == (chosen.base_url, chosen.key)


# -- an address that was asked for -----------------------------------------------------

KEYS = {vendor.variables[0]: f"k-{vendor.name}" for vendor in VENDORS}


@pytest.mark.parametrize(
    "wanted, api, key",
    [
        (Wanted("", "http://127.0.0.1:9/v1", "m"), "openai-chat", ""),
        (Wanted("", "http://127.0.0.1:9/v1", "m", "mine"), "openai-chat", "mine"),
        (Wanted("anthropic", "https://x.example", "m"), "anthropic", ""),
        (Wanted("", "https://api.anthropic.com", "m"), "anthropic", "k-Anthropic"),
        (Wanted("", "https://API.openai.com/v1/", "m"), "openai-chat", "k-OpenAI"),
        (Wanted("", "https://api.together.ai/v1", "m"), "openai-chat", "k-Together"),
        (Wanted("", "https://api.openai.com/v1", "m", "me"), "openai-chat", "me"),
        (Wanted("", "http://api.openai.com/v1", "m"), "openai-chat", ""),
        (Wanted("", "https://api.openai.com.evil.example", "m"), "openai-chat", ""),
        (Wanted("", "https://api.openai.com@evil.example", "m"), "openai-chat", ""),
        (Wanted("", "https://evil.example/api.openai.com", "m"), "openai-chat", ""),
        (Wanted("", "https://evil.example#api.openai.com", "m"), "openai-chat", ""),
    ],
)
def test_given_address_gets_only_a_key_that_belongs_there(
    wanted: Wanted, api: str, key: str
) -> None:
    """The given key, or the vendor's at its own host over https; never another."""
    chosen = quietly(wanted, KEYS)
    assert (api, wanted.base_url, key) == (chosen.api, chosen.base_url, chosen.key)


@pytest.mark.parametrize(
    "base_url, key",
    [("https://evil.example", ""), ("https://api.openai.com/v1", "k-OpenAI")],
)
def test_address_of_a_workspace_never_gets_the_given_key(
    base_url: str, key: str
) -> None:
    """A base URL that a repository brought along does not draw the person's key."""
    wanted = Wanted(base_url=base_url, model="m", key="mine", explicit=False)
    assert key == quietly(wanted, KEYS).key


def test_given_vendor_address_needs_no_model() -> None:
    """At a vendor's own host the vendor's default model is known."""
    chosen = quietly(Wanted(base_url="https://api.x.ai/v1"), {"XAI_API_KEY": "x"})
    assert (named("xAI").model, "base URL given, XAI_API_KEY") == (
        chosen.model,
        chosen.source,
    )


def test_only_model_of_a_given_address_is_taken() -> None:
    """A server with one model leaves no choice."""
    with ModelServer(models=["tiny"]) as server:
        chosen = choose(
            Wanted(base_url=server.url),
            NOBODY,
            find_open=find_open,
            list_models=list_models,
        )
    expected = Endpoint("openai-chat", server.url, "tiny", "", "base URL given")
    assert expected == chosen


@pytest.mark.parametrize(
    "models, said",
    [
        (["a", "b"], "offers 2 models: a, b."),
        (list("abcdef"), "offers 6 models: a, b, c, d, e, ...."),
        ([], "named no model."),
    ],
)
def test_several_models_or_none_ask_for_a_name(models: List[str], said: str) -> None:
    """The error lists a few names to choose from."""
    with ModelServer(models=models) as server:
        with pytest.raises(ConfigError) as caught:
            choose(
                Wanted(base_url=server.url),
                NOBODY,
                find_open=find_open,
                list_models=list_models,
            )
    assert "model-needed" == caught.value.code
    assert said in caught.value.message
    assert models[:5] == caught.value.facts["models"]
    assert "--model" in caught.value.hint


def test_address_where_nobody_answers_asks_for_a_name() -> None:
    """A server that cannot be asked leaves the choice to the person."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # Bound but not listening: refused.
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        with pytest.raises(ConfigError, match="named no model"):
            choose(
                Wanted(base_url=url),
                NOBODY,
                find_open=find_open,
                list_models=list_models,
            )


def test_address_that_is_none_is_an_error() -> None:
    """A base URL with another scheme or none is refused without its secrets."""
    with pytest.raises(ProviderError) as caught:
        # pragma: allowlist nextline secret (made up)
        quietly(Wanted(base_url="ftp://me:secret@host", model="m"))
    assert "url-invalid" == caught.value.code
    assert "secret" not in str(caught.value)


def test_unknown_api_lists_the_known_ones() -> None:
    """A wrong name says which names there are."""
    with pytest.raises(ConfigError) as caught:
        quietly(Wanted(api="openai", base_url="http://127.0.0.1:9", model="m"))
    assert "api-unknown" == caught.value.code
    assert "openai-chat and anthropic" in caught.value.hint


# -- this machine ----------------------------------------------------------------------


@pytest.mark.parametrize("name, port", LOCAL_SERVERS)
def test_local_server_is_found(name: str, port: int) -> None:
    """Each usual port is looked at; no key is sent there."""
    chosen = local(Wanted(key="mine"), {port: ["tiny"]})
    expected = Endpoint(
        "openai-chat",
        f"http://127.0.0.1:{port}/v1",
        "tiny",
        "",
        f"{name} on this machine",
    )
    assert expected == chosen


def test_server_that_really_listens_is_found() -> None:
    """Behind the doors stand a real connection and a real list of models."""
    usual = "http://127.0.0.1:8080/v1"
    with ModelServer(models=["tiny"]) as server:
        port = int(server.root.rpartition(":")[2])

        # The usual ports may be taken on this machine: another stands in for one.
        def look(ports: Sequence[int], seconds: float) -> List[int]:
            return [8080] if 8080 in ports and find_open([port], seconds) else []

        def models(base_url: str, seconds: float) -> List[str]:
            return list_models(base_url.replace(usual, server.url), seconds)

        chosen = choose(Wanted(), NOBODY, find_open=look, list_models=models)
    expected = Endpoint("openai-chat", usual, "tiny", "", "llama.cpp on this machine")
    assert expected == chosen


def test_ports_where_something_else_listens_are_passed_over() -> None:
    """An error, no models or a provider's complaint lead to the next port."""
    offers = {
        11434: OSError("reset"),
        8080: ProviderError("malformed", "Not a list."),
        1234: [],
        8000: ["tiny"],
    }
    assert "http://127.0.0.1:8000/v1" == local(Wanted(), offers).base_url


def test_local_server_with_several_models_asks_which() -> None:
    """The person chooses among local models."""
    with pytest.raises(ConfigError, match="offers 2 models: a, b"):
        local(Wanted(), {11434: ["a", "b"]})


@pytest.mark.parametrize("model", ["b", "c"])
def test_local_server_that_has_the_model_is_taken(model: str) -> None:
    """A model that belongs to no vendor is looked for here, before any guess."""
    offers = {11434: ["a"], 8080: ["b", "c:latest"]}
    chosen = local(Wanted(model=model), offers, {"OPENAI_API_KEY": "o"})
    assert ("http://127.0.0.1:8080/v1", model, "") == (
        chosen.base_url,
        chosen.model,
        chosen.key,
    )


def test_no_time_left_means_no_more_questions() -> None:
    """The look ends with its time, whatever still is open."""

    def slow_look(ports: Sequence[int], seconds: float) -> List[int]:
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            listening.listen()
            listening.settimeout(endpoints.LOCAL_SECONDS + 0.01)
            with pytest.raises(socket.timeout):
                listening.accept()
        return list(ports)

    with pytest.raises(ConfigError) as caught:
        choose(Wanted(), NOBODY, find_open=slow_look, list_models=never_asked)
    assert "no-endpoint" == caught.value.code


# -- nothing ---------------------------------------------------------------------------


def test_nothing_at_all_says_what_to_set() -> None:
    """One message names the options, the variables and the servers."""
    with pytest.raises(ConfigError) as caught:
        quietly(Wanted())
    assert "no-endpoint" == caught.value.code
    for name in (
        "--base-url",
        "--model",
        "AURA_BASE_URL",
        "AURA_MODEL",
        "AURA_API_KEY",
        "AURA_API",
        "ANTHROPIC_API_KEY",
        "OPENAI_API_KEY",
        "Ollama",
    ):
        assert name in caught.value.hint


def test_model_without_its_vendors_key_names_that_variable() -> None:
    """A vendor's model is not asked of another vendor."""
    with pytest.raises(ConfigError) as caught:
        quietly(Wanted(model="claude-x"), {"OPENAI_API_KEY": "o"})
    assert "ANTHROPIC_API_KEY" in caught.value.hint
    assert "OPENAI_API_KEY" not in caught.value.hint
    assert "'claude-x'" in caught.value.message


def test_local_server_without_the_model_is_mentioned() -> None:
    """What could be had instead is said."""
    with pytest.raises(ConfigError, match="Ollama at .* offers a, b") as caught:
        local(Wanted(model="zzz"), {11434: ["a", "b"]})
    assert "no-endpoint" == caught.value.code


def test_endpoint_never_shows_its_key() -> None:
    """Neither the key nor what an address may hide is in any text form."""
    # pragma: allowlist nextline secret (made up)
    url = "https://me:pass@host/v1?token=t-1"
    endpoint = Endpoint("openai-chat", url, "m", "sk-secret", "option")
    for shown in (repr(endpoint), str(endpoint), f"{endpoint}", f"{[endpoint]}"):
        assert "openai-chat" in shown
        for secret in ("sk-secret", "pass", "t-1"):
            assert secret not in shown
    assert "key=''" in repr(endpoint._replace(key=""))
