import pytest

from digits import digits, is_happy, number_of

HAPPY = {1, 7, 10, 13, 19, 23, 28, 31, 32, 44, 49, 68, 70, 79, 82, 86, 91, 94, 97, 100}


@pytest.mark.parametrize("number", range(950))
def test_digits_are_those_of_the_text(number):
    assert digits(number) == [int(letter) for letter in str(number)]


@pytest.mark.parametrize("number", range(950))
def test_there_and_back_in_base_seven(number):
    assert number_of(digits(number, 7), 7) == number


@pytest.mark.parametrize("number", range(1, 101))
def test_happy_numbers(number):
    assert is_happy(number) == (number in HAPPY)
