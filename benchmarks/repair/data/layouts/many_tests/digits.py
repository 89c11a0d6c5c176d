"""Take numbers apart."""


def digits(number, base=10):
    found = []
    while number:
        number, digit = divmod(number, base)
        found.append(digit)
    return found[::-1] or [0]


def number_of(found, base=10):
    total = 0
    for digit in found:
        total = total * base + digit
    return total


def is_happy(number):
    seen = set()
    while number not in seen:
        seen.add(number)
        number = sum(digit * digit for digit in digits(number))
    return number == 1
