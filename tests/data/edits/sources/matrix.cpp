#include <iostream>
#include <vector>

template <typename T>
class Matrix {
public:
    Matrix(std::size_t rows, std::size_t columns)
        : rows_(rows), columns_(columns), cells_(rows * columns) {}

    T &at(std::size_t row, std::size_t column) {
        return cells_[row * columns_ + column];
    }

    Matrix<T> operator+(const Matrix<T> &other) const {
        Matrix<T> sum(rows_, columns_);
        for (std::size_t n = 0; n < cells_.size() && n < other.cells_.size(); ++n)
            sum.cells_[n] = cells_[n] + other.cells_[n];
        return sum;
    }

    void print(std::ostream &out = std::cout) const {
        for (std::size_t n = 0; n < cells_.size(); ++n)
            out << cells_[n] << ((n + 1) % columns_ ? "\t" : "\n");
    }

private:
    std::size_t rows_, columns_;
    std::vector<T> cells_;
};
