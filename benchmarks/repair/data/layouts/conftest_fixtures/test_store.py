import pytest

from store import SoldOut


def test_selling(store, amount):
    assert store.sell("tea", amount) == 5 - amount


def test_too_much(store):
    with pytest.raises(SoldOut):
        store.sell("tea", 6)


def test_best(busy):
    assert busy.best() == "milk"


def test_nothing_sold(store):
    assert store.best() is None
