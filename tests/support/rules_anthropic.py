# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Judge the version header and the body of a messages request."""

from __future__ import annotations

from typing import Any, FrozenSet, Iterator, Mapping, Sequence, Set, Tuple

from .rules import (
    Json,
    Pairing,
    Sent,
    check_common,
    check_tool_name,
    is_count,
    items_of,
    keys,
    messages_of,
    schema_faults,
    unknown_fields,
)

_ANTHROPIC_TOP = keys(
    "cache_control container diagnostics inference_geo max_tokens messages metadata"
    " model output_config service_tier speed stop_sequences stream system thinking"
    " tool_choice tools user_profile_id workspace_id"
)
_ANTHROPIC_BLOCK = {
    "text": keys("type text cache_control citations"),
    "image": keys("type source cache_control transformations"),
    "document": keys("type source cache_control citations context title"),
    "thinking": keys("type thinking signature"),
    "redacted_thinking": keys("type data"),
    "tool_use": keys("type id name input cache_control caller toolset_name"),
    "tool_result": keys("type tool_use_id content is_error cache_control toolset_name"),
}
_ALLOWED = {
    "user": keys("text image document tool_result"),
    "assistant": keys("text thinking redacted_thinking tool_use"),
    "tool_result": keys("text image document"),
}
_ANTHROPIC_TOOL = keys(
    "type name description input_schema cache_control allowed_callers defer_loading"
    " eager_input_streaming input_examples strict"
)
_VERSIONS = keys("2023-06-01 2026-10-21")
_ANTHROPIC_ID = r"[A-Za-z0-9_-]{1,64}"
_SOURCES = {"base64": keys("type media_type data"), "url": keys("type url")}
_CHOICES = {
    "auto": keys("type disable_parallel_tool_use"),
    "any": keys("type disable_parallel_tool_use"),
    "tool": keys("type name disable_parallel_tool_use"),
    "none": keys("type"),
}


def anthropic_header_faults(headers: Mapping[str, str]) -> Iterator[str]:
    if headers.get("anthropic-version") not in _VERSIONS:
        version = headers.get("anthropic-version", "missing")
        yield f"header anthropic-version: {version!r} is not in {sorted(_VERSIONS)}"
    if "x-api-key" in headers and not headers["x-api-key"].strip():
        yield "header x-api-key: empty"


def anthropic_faults(body: Json, sent: Sent) -> Iterator[str]:
    yield from check_common(body, _ANTHROPIC_TOP)
    if "max_tokens" not in body:
        yield "max_tokens: required"
    yield from _system(body)
    yield from _anthropic_tools(body)
    yield from _thinking_option(body)
    yield from _alternation(body)
    yield from _anthropic_messages(body)
    yield from _kept_thoughts(body, sent)
    markers = list(_markers(body))
    if len(markers) > 4:
        yield f"cache_control: {len(markers)} markers, at most 4 are allowed"
    for marker in markers:
        yield from _marker(marker)


def _system(body: Json) -> Iterator[str]:
    system = body.get("system")
    if system in ("", []) or not isinstance(system or "", (str, list)):
        yield "system: must be a text or text blocks, not empty, or left out"
    for where, block in items_of(system, "system"):
        yield from _block(block, where, keys("text"))


def _anthropic_tools(body: Json) -> Iterator[str]:
    seen: Set[str] = set()
    for where, tool in items_of(body.get("tools"), "tools"):
        yield from unknown_fields(tool, _ANTHROPIC_TOOL, where)
        if tool.get("type", "custom") != "custom":
            yield f"{where}.type: must be 'custom'"
        yield from check_tool_name(tool.get("name"), where, seen)
        yield from schema_faults(tool.get("input_schema"), f"{where}.input_schema")
    choice = body.get("tool_choice")
    if choice is not None:
        kind = str(choice.get("type")) if isinstance(choice, dict) else ""
        if kind not in _CHOICES:
            yield f"tool_choice.type: unknown {kind!r}"
        else:
            yield from unknown_fields(choice, _CHOICES[kind], "tool_choice")


def _thinking_option(body: Json) -> Iterator[str]:
    option = body.get("thinking", {"type": "disabled"})
    kind = option.get("type") if isinstance(option, dict) else None
    if kind not in ("enabled", "disabled", "adaptive", "between_tools"):
        yield f"thinking.type: unknown {kind!r}"
    elif kind == "enabled":
        budget, most = option.get("budget_tokens"), body.get("max_tokens")
        if not is_count(budget) or budget < 1024 or is_count(most) and budget >= most:
            yield "thinking.budget_tokens: must be 1024 or more, under max_tokens"


def _alternation(body: Json) -> Iterator[str]:
    expected = "user"
    for where, shown in messages_of(body):
        role = shown.get("role")
        if role not in ("user", "assistant"):
            yield f"{where}.role: unknown role {role!r}"
        elif role != expected:
            yield f"{where}.role: {role} out of order, {expected} must come here"
        expected = "assistant" if role == "user" else "user"
    if expected == "user" and body.get("messages"):
        yield "messages: the last message must not be the assistant's"


def _anthropic_messages(body: Json) -> Iterator[str]:
    pairing = Pairing()
    for where, shown in messages_of(body):
        yield from unknown_fields(shown, keys("role content"), where)
        content, role = shown.get("content"), str(shown.get("role"))
        if not isinstance(content, (str, list)) or not content:
            yield f"{where}.content: required, not empty"
        blocks = items_of(content, f"{where}.content")
        words = False
        for place, block in blocks:
            yield from _block(block, place, _ALLOWED.get(role, frozenset()))
            if block.get("type") == "tool_result":
                yield from pairing.result(block.get("tool_use_id"), place)
                if words:
                    yield f"{place}: results must come before everything else"
            words = words or block.get("type") != "tool_result"
        yield from pairing.settle(where)
        for place, block in blocks:
            if block.get("type") == "tool_use":
                yield from pairing.call(block.get("id"), place, _ANTHROPIC_ID)
    yield from pairing.settle("messages")


def _block(block: Json, where: str, allowed: FrozenSet[str]) -> Iterator[str]:
    kind = str(block.get("type"))
    if kind not in allowed:
        yield f"{where}.type: {kind!r} is not allowed here"
    yield from unknown_fields(
        block, _ANTHROPIC_BLOCK.get(kind, frozenset(block)), where
    )
    if kind in _BLOCK_RULES:
        yield from _BLOCK_RULES[kind](block, where)


def _text_block(block: Json, where: str) -> Iterator[str]:
    # The API refuses text blocks that are empty or only white space.
    if not isinstance(block.get("text"), str) or not block["text"].strip():
        yield f"{where}.text: empty text"


def _thinking_block(block: Json, where: str) -> Iterator[str]:
    for name in ("thinking", "signature"):
        if not isinstance(block.get(name), str):
            yield f"{where}.{name}: required, a text"


def _use_block(block: Json, where: str) -> Iterator[str]:
    yield from check_tool_name(block.get("name"), where, set())
    if not isinstance(block.get("input"), dict):
        yield f"{where}.input: must be an object"


def _result_block(block: Json, where: str) -> Iterator[str]:
    if not isinstance(block.get("is_error", False), bool):
        yield f"{where}.is_error: not a boolean"
    content = block.get("content", "")
    if not isinstance(content, (str, list)):
        yield f"{where}.content: must be a text or a list of blocks"
    for place, inner in items_of(content, f"{where}.content"):
        yield from _block(inner, place, _ALLOWED["tool_result"])


def _image_block(block: Json, where: str) -> Iterator[str]:
    source = block.get("source")
    kind = str(source.get("type")) if isinstance(source, dict) else ""
    if not isinstance(source, dict) or kind not in _SOURCES:
        yield f"{where}.source.type: unknown {kind!r}"
    elif set(source) != _SOURCES[kind]:
        yield f"{where}.source: must have {sorted(_SOURCES[kind])}"


_BLOCK_RULES = {
    "text": _text_block,
    "thinking": _thinking_block,
    "tool_use": _use_block,
    "tool_result": _result_block,
    "image": _image_block,
}


def _markers(value: Any) -> Iterator[Any]:
    """Yield every cache marker; arguments and schemas are the tools' own."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "cache_control":
                yield inner
            elif name not in ("input", "input_schema"):
                yield from _markers(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _markers(inner)


def _marker(marker: Any) -> Iterator[str]:
    if not isinstance(marker, dict) or marker.get("type") != "ephemeral":
        yield f"cache_control: {marker!r} is not ephemeral"
    else:
        yield from unknown_fields(marker, keys("type ttl"), "cache_control")
        if marker.get("ttl", "5m") not in ("5m", "1h"):
            yield f"cache_control.ttl: unknown {marker['ttl']!r}"


def _kept_thoughts(body: Json, sent: Sent) -> Iterator[str]:
    """Thinking before a call must come back whole while the calls go on.

    The calls go on until the user says something that is not a result.
    """
    messages = messages_of(body)
    last_words = max(
        (at for at, (_, shown) in enumerate(messages) if _is_words(shown)), default=-1
    )
    for at, (where, shown) in enumerate(messages):
        blocks = items_of(shown.get("content"), f"{where}.content")
        yield from _changed_thoughts(blocks, sent)
        if at > last_words:
            yield from _dropped_thoughts(blocks, sent)


def _is_words(shown: Json) -> bool:
    content = shown.get("content")
    blocks = content if isinstance(content, list) else []
    results = [b for b in blocks if isinstance(b, dict) and b.get("tool_use_id")]
    return shown.get("role") == "user" and not results


def _changed_thoughts(blocks: Sequence[Tuple[str, Json]], sent: Sent) -> Iterator[str]:
    for where, block in blocks:
        if block.get("type") != "thinking":
            continue
        signature, text = str(block.get("signature")), block.get("thinking")
        if signature in sent.thoughts:
            if sent.thoughts[signature] != text:
                yield f"{where}: thinking was changed under its signature"
        elif text in sent.thoughts.values():
            yield f"{where}.signature: changed to {signature!r}"


def _dropped_thoughts(blocks: Sequence[Tuple[str, Json]], sent: Sent) -> Iterator[str]:
    kept = {str(block.get("signature")) for _, block in blocks}
    for where, block in blocks:
        wanted = sent.before_call.get(str(block.get("id")))
        if wanted is not None and wanted not in kept:
            yield f"{where}: thinking before this call was dropped, {wanted!r}"
