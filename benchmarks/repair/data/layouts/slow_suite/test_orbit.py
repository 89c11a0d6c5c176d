from math import cos, sin

import pytest

from orbit import advance, energy

STEPS = 1_350_000
CIRCLES = [(1.0 + n / 10, (1.0 + n / 10) ** -0.5) for n in range(56)]


@pytest.mark.parametrize("radius, speed", CIRCLES)
def test_a_circle_stays_a_circle(radius, speed):
    ((x, y, _, _),) = advance([(radius, 0.0, 0.0, speed)], STEPS, 0.00001)
    angle = speed * STEPS * 0.00001 / radius
    assert (x / radius, y / radius) == pytest.approx((cos(angle), sin(angle)), abs=0.01)


@pytest.mark.parametrize("radius, speed", [(1.0, 0.8), (2.0, 0.6), (4.0, 0.3)])
def test_energy_is_kept(radius, speed):
    planet = (radius, 0.0, 0.0, speed)
    (after,) = advance([planet], STEPS, 0.00001)
    assert energy(after) == pytest.approx(energy(planet), rel=0.001)


def test_nothing_moves_without_steps():
    assert advance([(1.0, 2.0, 3.0, 4.0)], 0, 1.0) == [(1.0, 2.0, 3.0, 4.0)]
