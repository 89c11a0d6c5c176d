"""Statements for people."""


def statement(account):
    lines = [f"{e.day:>3} {e.amount:>8} {e.text}" for e in account.entries]
    lines.append(f"sum {account.balance():>8}")
    return "\n".join(lines)
