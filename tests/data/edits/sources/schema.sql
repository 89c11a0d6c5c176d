CREATE TABLE customers (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    joined TEXT DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer INTEGER REFERENCES customers (id),
    amount REAL CHECK (amount >= 0 AND amount < 10000),
    note TEXT
);

-- Who bought most?
SELECT c.name, sum(o.amount) AS total
FROM customers AS c
JOIN orders AS o ON o.customer = c.id
WHERE o.note <> 'test' AND c.name LIKE '%\_%' ESCAPE '\'
GROUP BY c.name
HAVING total > 100
ORDER BY total DESC;
