# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Know models by name: wire format, context window, output limit, price, quirks.

A name is looked up by the longest entry it begins with, so that dated names
(``gpt-5.4-2026-03-05``), names of gateways (``openai/gpt-5.4``) and variants find
their family. A price holds only for the very model of the entry, dated or not: a
variant such as ``-pro`` or ``-fast`` costs something else.

Prices are the vendors' list prices for their standard service in US dollars per
million tokens, read on the day of :data:`PRICES_AS_OF`. Where the vendor's pages left
doubt (a promotion that ends, a class without a number) there is none. Local models
have no price by name, even when they cost nothing: whoever runs them knows.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Dict, FrozenSet, Optional

from ..core.messages import Usage
from ..core.values import NamedTuple

PRICES_AS_OF = "2026-11-22"
"""The day on which prices and limits were compared with the vendors' pages."""

MAX_COMPLETION_TOKENS = "max-completion-tokens"
"""Quirk: the output cap is called ``max_completion_tokens``."""

TOOLS_WITHOUT_REASONING = "tools-without-reasoning"
"""Quirk: the vendor's chat endpoint takes tools only with reasoning turned off."""

OUTPUT_CAP = 32_000
"""Output asked for where a cap is required and the user set none."""


class Price(NamedTuple):
    """US dollars per million tokens of each class of :class:`Usage`."""

    input: float
    cached: float
    cache_written: float
    output: float


class ModelFacts(NamedTuple):
    """What is known of a model.

    Attributes:
        api: wire format that its vendor speaks.
        window: tokens of prompt and answer together.
        max_output: tokens of one answer at most.
        price: None when it is not known.
        long_above: prompts of more tokens cost ``long_price``; 0 for no such line.
        long_price: the price beyond the line, for the whole request.
        quirks: see the constants of this module.
    """

    api: str
    window: int
    max_output: int
    price: Optional[Price] = None
    long_above: int = 0
    long_price: Optional[Price] = None
    quirks: FrozenSet[str] = frozenset()


UNKNOWN = ModelFacts("openai-chat", 32_768, 8_192)
"""What is assumed of a model that is not in the catalogue."""

_K, _M = 1_000, 1_000_000
_NEWER = frozenset((MAX_COMPLETION_TOKENS,))
_NO_REASONING = frozenset((MAX_COMPLETION_TOKENS, TOOLS_WITHOUT_REASONING))


def _claude(
    window: int, output: int, *price: float, above: int = 0, times: float = 1
) -> ModelFacts:
    """Return the facts about one model of the family."""
    known = Price._make(price) if price else None
    longer = Price._make(times * each for each in price) if above else None
    return ModelFacts("anthropic", window, output, known, above, longer)


def _gpt(
    window: int,
    output: int,
    *price: float,
    above: int = 0,
    quirks: FrozenSet[str] = _NEWER,
) -> ModelFacts:
    """Beyond the line, input and cache cost twice as much, output half as much more."""
    known = Price._make(price) if price else None
    longer = None
    if known and above:
        longer = Price._make((*(2 * each for each in known[:3]), 1.5 * known.output))
    return ModelFacts("openai-chat", window, output, known, above, longer, quirks)


_LONG = 272_000

# Claude: input, cache read, cache write for five minutes, output.
# GPT: input, cached input, cache write (before GPT-5.6 the plain input), output.
MODELS: Dict[str, ModelFacts] = {
    "claude-": _claude(200 * _K, 64 * _K),
    "claude-fable-5-2": _claude(_M, 128 * _K, 8.0, 0.20, 10.0, 40.0),
    "claude-fable-5-1": _claude(_M, 128 * _K, 10.0, 0.25, 12.5, 50.0),
    "claude-fable-5": _claude(_M, 128 * _K, 10.0, 1.0, 12.5, 50.0),
    "claude-mythos-5-2": _claude(_M, 128 * _K),
    "claude-mythos-5-1": _claude(_M, 128 * _K, 10.0, 0.25, 12.5, 50.0),
    "claude-mythos-5": _claude(_M, 128 * _K, 10.0, 1.0, 12.5, 50.0),
    "claude-opus-5-5": _claude(_M, 128 * _K, 4.0, 0.20, 5.0, 20.0),
    "claude-opus-5": _claude(_M, 128 * _K, 5.0, 0.50, 6.25, 25.0),
    "claude-opus-4-8": _claude(_M, 128 * _K, 5.0, 0.50, 6.25, 25.0),
    "claude-opus-4-7": _claude(_M, 128 * _K, 5.0, 0.50, 6.25, 25.0),
    "claude-opus-4-6": _claude(_M, 128 * _K, 5.0, 0.50, 6.25, 25.0),
    "claude-opus-4-5": _claude(200 * _K, 64 * _K, 5.0, 0.50, 6.25, 25.0),
    "claude-opus-4-1": _claude(200 * _K, 32 * _K, 15.0, 1.50, 18.75, 75.0),
    "claude-opus-4": _claude(200 * _K, 32 * _K, 15.0, 1.50, 18.75, 75.0),
    "claude-sonnet-5-5": _claude(_M, 128 * _K, 2.0, 0.10, 2.5, 10.0),
    "claude-sonnet-5": _claude(_M, 128 * _K, 2.0, 0.20, 2.5, 10.0),
    "claude-sonnet-4-6": _claude(_M, 64 * _K, 3.0, 0.30, 3.75, 15.0),
    "claude-sonnet-4-5": _claude(200 * _K, 64 * _K, 3.0, 0.30, 3.75, 15.0),
    "claude-sonnet-4": _claude(200 * _K, 64 * _K, 3.0, 0.30, 3.75, 15.0),
    "claude-haiku-5-5": _claude(
        _M, 128 * _K, 0.10, 0.01, 0.125, 0.50, above=100 * _K, times=5
    ),
    "claude-haiku-4-5": _claude(200 * _K, 64 * _K, 1.0, 0.10, 1.25, 5.0),
    "claude-3-7-sonnet": _claude(200 * _K, 64 * _K, 3.0, 0.30, 3.75, 15.0),
    "claude-3-5-haiku": _claude(200 * _K, 8_192, 0.80, 0.08, 1.0, 4.0),
    "claude-3-": _claude(200 * _K, 4_096),
    "gpt-6": _gpt(1_050 * _K, 128 * _K),
    "gpt-6.": _gpt(1_050 * _K, 128 * _K),
    "gpt-6.2-sol": _gpt(1_050 * _K, 128 * _K, 2.0, 0.10, 2.5, 10.0, above=_LONG),
    "gpt-6.1-sol": _gpt(1_050 * _K, 128 * _K, 2.0, 0.10, 2.5, 10.0, above=_LONG),
    "gpt-6-astra": _gpt(1_050 * _K, 128 * _K, 10.0, 1.0, 12.5, 50.0, above=_LONG),
    "gpt-6-sol": _gpt(
        1_050 * _K, 128 * _K, 2.0, 0.20, 2.5, 10.0, above=_LONG, quirks=_NO_REASONING
    ),
    "gpt-6-luna": _gpt(
        1_050 * _K, 128 * _K, 0.10, 0.01, 0.125, 0.50, above=_LONG, quirks=_NO_REASONING
    ),
    "gpt-5.6": _gpt(1_050 * _K, 128 * _K, quirks=_NO_REASONING),
    "gpt-5.6-terra": _gpt(
        1_050 * _K, 128 * _K, 2.0, 0.20, 2.5, 12.0, above=_LONG, quirks=_NO_REASONING
    ),
    "gpt-5.6-luna": _gpt(
        1_050 * _K, 128 * _K, 0.20, 0.02, 0.25, 1.20, above=_LONG, quirks=_NO_REASONING
    ),
    "gpt-5.": _gpt(400 * _K, 128 * _K),
    "gpt-5.4-mini": _gpt(400 * _K, 128 * _K, 0.75, 0.075, 0.75, 4.5),
    "gpt-5.1": _gpt(400 * _K, 128 * _K, 1.25, 0.125, 1.25, 10.0),
    "gpt-5": _gpt(400 * _K, 128 * _K, 1.25, 0.125, 1.25, 10.0),
    "gpt-5-mini": _gpt(400 * _K, 128 * _K, 0.25, 0.025, 0.25, 2.0),
    "gpt-5-nano": _gpt(400 * _K, 128 * _K, 0.05, 0.005, 0.05, 0.40),
    "gpt-4.1": _gpt(1_047_576, 32_768, 2.0, 0.50, 2.0, 8.0),
    "gpt-4.1-mini": _gpt(1_047_576, 32_768, 0.40, 0.10, 0.40, 1.6),
    "gpt-4.1-nano": _gpt(1_047_576, 32_768, 0.10, 0.025, 0.10, 0.40),
    "gpt-4o": _gpt(128 * _K, 16_384, 2.5, 1.25, 2.5, 10.0),
    "gpt-4o-mini": _gpt(128 * _K, 16_384, 0.15, 0.075, 0.15, 0.60),
    "o1": _gpt(200 * _K, 100 * _K),
    "o3": _gpt(200 * _K, 100 * _K, 2.0, 0.50, 2.0, 8.0),
    "o3-mini": _gpt(200 * _K, 100 * _K, 1.10, 0.55, 1.10, 4.4),
    "o4-mini": _gpt(200 * _K, 100 * _K, 1.10, 0.275, 1.10, 4.4),
}

# What may follow an entry's name and still mean the same model: a date, ``-latest``,
# and the ``-0`` of a first version.
_SAME_MODEL = r"(-0)?(-latest|[-@]\d{8}|-\d{4}-\d\d-\d\d)?"


@lru_cache(maxsize=16)  # asked for twice in every turn
def lookup(model: str) -> ModelFacts:
    """Return what is known of a model, :data:`UNKNOWN` when that is nothing.

    Args:
        model: the id as the endpoint knows it; a gateway's ``vendor/`` may precede it.
    """
    name = _plain(model)
    entry = _entry(name)
    if not entry:
        return UNKNOWN
    facts = MODELS[entry]
    if re.fullmatch(_SAME_MODEL, name[len(entry) :]):
        return facts
    return facts._replace(price=None, long_above=0, long_price=None)


def family(model: str) -> str:
    """Return a known model's name without its date; empty for an unknown model."""
    name = _plain(model)
    return re.sub(_SAME_MODEL + "$", "", name) if _entry(name) else ""


def default_output(model: str) -> int:
    """Return the output cap for a wire that wants one, in tokens."""
    return min(lookup(model).max_output, OUTPUT_CAP)


def cost(model: str, usage: Usage) -> Optional[float]:
    """Return US dollars for one model call; None when the price is not known.

    Reasoning is billed as output. Give the usage of single calls: what a call costs
    may depend on the length of its prompt. Do not ask for a server of the user's own.
    """
    facts = lookup(model)
    prompt = usage.input + usage.cached + usage.cache_written
    longer = 0 < facts.long_above < prompt
    price = facts.long_price if longer else facts.price
    if price is None:
        return None
    billed = (usage.input, usage.cached, usage.cache_written)
    dollars = sum(tokens * each for tokens, each in zip(billed, price))
    dollars += (usage.output + usage.reasoning) * price.output
    return dollars / 1_000_000


def _plain(model: str) -> str:
    """Return a model's name without vendor; one gateway writes ``claude-opus-4.5``."""
    name = model.rpartition("/")[2].lower()
    return name.replace(".", "-") if name.startswith("claude-") else name


def _entry(name: str) -> str:
    """Return the longest entry that a name begins with, at a boundary; or nothing."""
    found = ""
    for entry in MODELS:
        after = name[len(entry) : len(entry) + 1]
        whole = entry[-1] in "-." or after in ("", "-", "@", ":")
        if name.startswith(entry) and whole and len(entry) > len(found):
            found = entry
    return found
