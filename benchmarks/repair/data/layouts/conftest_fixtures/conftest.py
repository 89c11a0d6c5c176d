import pytest

from store import Store


@pytest.fixture(params=[1, 5])
def amount(request):
    return request.param


@pytest.fixture
def store():
    return Store({"tea": 5, "milk": 10})


@pytest.fixture
def busy(store):
    store.sell("milk", 3)
    store.sell("tea", 1)
    yield store
    assert min(store.stock.values()) >= 0
