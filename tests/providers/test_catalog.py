# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test what is known of models by their names."""

from __future__ import annotations

import re
from typing import Optional

import pytest

from aura_coding_agent.core.messages import Usage
from aura_coding_agent.providers import catalog
from aura_coding_agent.providers.catalog import cost, default_output, family, lookup

MILLION = 1_000_000


@pytest.mark.parametrize(
    "model, api, window, output",
    [
        ("claude-opus-5", "anthropic", MILLION, 128_000),
        ("claude-opus-4-5-20251101", "anthropic", 200_000, 64_000),
        ("claude-opus-4-0", "anthropic", 200_000, 32_000),
        ("anthropic/claude-sonnet-4.5", "anthropic", 200_000, 64_000),
        ("claude-hamlet-9", "anthropic", 200_000, 64_000),
        ("openai/gpt-6.2-sol", "openai-chat", 1_050_000, 128_000),
        ("gpt-4.1-mini-2025-04-14", "openai-chat", 1_047_576, 32_768),
        ("gpt-5.9-nova", "openai-chat", 400_000, 128_000),
        ("gpt-oss-20b", "openai-chat", 32_768, 8_192),
        ("qwen3:8b", "openai-chat", 32_768, 8_192),
        ("o1fish", "openai-chat", 32_768, 8_192),
        ("", "openai-chat", 32_768, 8_192),
    ],
)
def test_lookup(model: str, api: str, window: int, output: int) -> None:
    """A name finds the longest entry it begins with, else conservative defaults."""
    facts = lookup(model)
    assert (api, window, output) == (facts.api, facts.window, facts.max_output)


@pytest.mark.parametrize(
    "model, newer",
    [
        ("gpt-5", True),
        ("gpt-5.9", True),
        ("gpt-6-sol", True),
        ("o3-mini", True),
        ("gpt-oss-120b", False),
        ("mistral-large", False),
        ("claude-opus-5", False),
    ],
)
def test_quirk_of_the_output_cap(model: str, newer: bool) -> None:
    """Only the vendor's own newer models take ``max_completion_tokens``."""
    assert newer == (catalog.MAX_COMPLETION_TOKENS in lookup(model).quirks)


@pytest.mark.parametrize(
    "model, usage, dollars",
    [
        ("claude-opus-5", Usage(MILLION, 0, 0, 0, 0), 5.0),
        ("claude-opus-5", Usage(0, MILLION, MILLION, MILLION, MILLION), 56.75),
        ("claude-haiku-5-5", Usage(60_000, 40_000, 0, 0), 0.0064),
        ("claude-haiku-5-5", Usage(60_000, 40_001, 0, 1_000), 0.03450005),
        ("gpt-6-sol-2026-09-22", Usage(272_000), 0.544),
        ("gpt-6-sol", Usage(272_001, 0, 0, 1_000), 1.103004),
        ("gpt-5-mini", Usage(10, 10, 0, 10, 10), 0.00004275),
        ("gpt-5-pro", Usage(10), None),
        ("gpt-6-sol-fast", Usage(300_000), None),
        ("claude-opus-5:thinking", Usage(10), None),
        ("llama-3", Usage(10), None),
        ("claude-opus-5", Usage(), 0.0),
    ],
)
def test_cost(model: str, usage: Usage, dollars: Optional[float]) -> None:
    """A call costs what its classes of tokens cost; unknown stays unknown."""
    assert (None if dollars is None else pytest.approx(dollars)) == cost(model, usage)


@pytest.mark.parametrize(
    "model, expected",
    [
        ("claude-opus-4-20250514", "claude-opus-4"),
        ("claude-opus-4-0", "claude-opus-4"),
        ("anthropic/claude-opus-4.5", "claude-opus-4-5"),
        ("claude-3-5-haiku-latest", "claude-3-5-haiku"),
        ("claude-opus-5-6", "claude-opus-5-6"),
        ("local", ""),
    ],
)
def test_family(model: str, expected: str) -> None:
    """Dated names and aliases of a model are one family; other versions are not."""
    assert expected == family(model)


@pytest.mark.parametrize(
    "model, cap", [("claude-opus-5", 32_000), ("claude-3-haiku", 4_096), ("x", 8_192)]
)
def test_default_output(model: str, cap: int) -> None:
    """The default output cap is within the limit of the model."""
    assert cap == default_output(model)


def test_prices_are_dated() -> None:
    """The day of the price data is a date, and cached input never costs more."""
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", catalog.PRICES_AS_OF)
    for facts in catalog.MODELS.values():
        if facts.price:
            assert facts.price.cached < facts.price.input < facts.price.output
