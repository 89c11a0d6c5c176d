from shapes import Rectangle, Square, total_area


class Checks:
    area = perimeter = 0

    def make(self):
        raise NotImplementedError

    def test_area(self):
        assert self.make().area() == self.area

    def test_perimeter(self):
        assert self.make().perimeter() == self.perimeter


class TestRectangle(Checks):
    area, perimeter = 12, 14

    def make(self):
        return Rectangle(3, 4)


class TestSquare(Checks):
    area, perimeter = 25, 20

    def make(self):
        return Square(5)


class TestTotals:
    def setup_method(self):
        self.shapes = [Rectangle(1, 2), Square(3)]

    def test_sum(self):
        assert total_area(self.shapes) == 11

    def test_nothing(self):
        assert total_area([]) == 0
