"""Move planets around a sun that stands still."""


def pull(x, y):
    radius = (x * x + y * y) ** 0.5
    return -x / radius**3, -y / radius**3


def advance(planets, steps, dt):
    result = []
    for x, y, vx, vy in planets:
        for _ in range(steps):
            ax, ay = pull(x, y)
            vx += ax * dt
            vy += ay * dt
            x += vx * dt
            y += vy * dt
        result.append((round(x, 6), round(y, 6), round(vx, 6), round(vy, 6)))
    return result


def energy(planet):
    x, y, vx, vy = planet
    return (vx * vx + vy * vy) / 2 - 1 / (x * x + y * y) ** 0.5
