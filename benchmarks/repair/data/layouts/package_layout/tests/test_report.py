from ledger import Account, statement


def test_statement():
    account = Account("ann")
    account.pay_in(1, 20, "gift")
    account.pay_out(12, 5, "tea")
    expected = "  1       20 gift\n 12       -5 tea\nsum       15"
    assert statement(account) == expected
