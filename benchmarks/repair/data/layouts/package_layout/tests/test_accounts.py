from ledger import Account


def filled():
    account = Account("ann")
    account.pay_in(1, 100, "wages")
    account.pay_out(3, 30, "rent")
    return account


def test_balance():
    assert filled().balance() == 70


def test_balance_until_a_day():
    assert filled().balance(2) == 100


def test_balance_includes_the_day():
    assert filled().balance(3) == 70


def test_empty():
    assert Account("bob").balance() == 0
