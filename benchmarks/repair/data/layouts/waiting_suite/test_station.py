import pytest

from station import Station


@pytest.fixture
def station():
    return Station(0.5)


@pytest.mark.parametrize("number", range(60))
def test_answers_and_their_speed(station, number):
    assert station.answer(f"word {number}") == f"WORD {number}"
    assert station.speed(number / 20) == ("fast" if number <= 20 else "slow")
