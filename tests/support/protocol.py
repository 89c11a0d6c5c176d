# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Judge a request by the rules of its wire, as strictly as the strictest server.

The names of the fields are those of the vendors' published request types; the rules
about pairing, order and ids are those that the vendors' documents state. A fault is
one line: where in the body, and what is wrong there.
"""

from __future__ import annotations

from typing import Any, List, Mapping, Optional

from .rules import Sent, check_headers, nothing_sent
from .rules_anthropic import anthropic_faults, anthropic_header_faults
from .rules_openai import openai_faults


def judge(
    wire: str, headers: Mapping[str, str], body: Any, sent: Optional[Sent] = None
) -> List[str]:
    """Return all faults of a request; ``headers`` have lower-case names."""
    if not isinstance(body, dict):
        return ["body: not a JSON object"]
    memory = sent or nothing_sent()
    faults = list(check_headers(headers))
    if wire == "anthropic":
        faults += anthropic_header_faults(headers)
        faults += anthropic_faults(body, memory)
    else:
        faults += openai_faults(body, memory)
    return faults
