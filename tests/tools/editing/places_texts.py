# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Hold small texts in many languages, to be edited by ``places_cases``."""

from __future__ import annotations

TEXTS = {
    "store.js": """\
import { open, close } from './handles.js';

const LIMITS = { small: 10, large: 200 };

// Keeps entries by key until they are too old.
export class Store {
  constructor(path, options) {
    this.path = path;
    this.options = Object.assign({}, LIMITS, options);
    this.entries = new Map();
  }

  async load(reader) {
    const handle = await open(this.path, { flags: 'r', encoding: 'utf-8' });
    for await (const line of handle.lines()) {
      const [key, value] = line.split('=', 2);
      if (!key || key.startsWith('#')) {
        continue;
      }
      this.entries.set(key.trim(), reader(value, this.options.small));
    }
    await close(handle);
    return this.entries.size;
  }

  find(key, fallback = null) {
    const entry = this.entries.get(key);
    if (entry === undefined) {
      return fallback;
    }
    return entry;
  }

  remove(key) {
    const known = this.entries.delete(key);
    if (!known) {
      throw new Error(`no entry ${key} in ${this.path}`);
    }
    return known;
  }
}

export function describe(store, depth) {
  const names = [...store.entries.keys()].sort();
  return names.map((name) => `${' '.repeat(depth)}${name}`).join('\\n');
}
""",
    "panel.tsx": """\
import React, { useState } from "react";
import { Row, Column } from "./layout";

interface PanelProps {
  title: string;
  rows: ReadonlyArray<{ id: number; label: string }>;
  onSelect?: (id: number) => void;
}

export function Panel({ title, rows, onSelect }: PanelProps) {
  const [active, setActive] = useState<number | null>(null);

  // Tell the parent, too.
  function choose(id: number) {
    setActive(id);
    if (onSelect) {
      onSelect(id);
    }
  }

  if (rows.length === 0) {
    return <p className="empty">Nothing here</p>;
  }

  return (
    <Column>
      <h2>{title}</h2>
      {rows.map((row) => (
        <Row
          key={row.id}
          selected={row.id === active}
          onClick={() => choose(row.id)}
        >
          {row.label}
        </Row>
      ))}
    </Column>
  );
}
""",
    "queue.go": """\
package queue

import (
\t"errors"
\t"sync"
\t"time"
)

// ErrClosed is returned once the queue takes nothing more.
var ErrClosed = errors.New("queue: closed")

type Queue struct {
\tmu     sync.Mutex
\titems  []Item
\tclosed bool
\tlimit  int
}

func (q *Queue) Push(item Item, wait time.Duration) error {
\tq.mu.Lock()
\tdefer q.mu.Unlock()
\tif q.closed {
\t\treturn ErrClosed
\t}
\tfor len(q.items) >= q.limit {
\t\tif wait <= 0 {
\t\t\treturn errors.New("queue: full")
\t\t}
\t\ttime.Sleep(time.Millisecond)
\t\twait -= time.Millisecond
\t}
\tq.items = append(q.items, item)
\treturn nil
}

func (q *Queue) Pop() (Item, bool) {
\tq.mu.Lock()
\tdefer q.mu.Unlock()
\tif len(q.items) == 0 {
\t\treturn Item{}, false
\t}
\tfirst := q.items[0]
\tq.items = q.items[1:]
\treturn first, true
}

func (q *Queue) Close() {
\tq.mu.Lock()
\tq.closed = true
\tq.mu.Unlock()
}
""",
    "grid.rs": """\
use std::collections::HashMap;
use std::fmt;

/// A rectangle of cells.
#[derive(Debug, Clone)]
pub struct Grid {
    width: usize,
    height: usize,
    cells: Vec<u8>,
}

impl Grid {
    pub fn new(width: usize, height: usize) -> Self {
        Grid {
            width,
            height,
            cells: vec![0; width * height],
        }
    }

    pub fn get(&self, x: usize, y: usize) -> Option<u8> {
        if x >= self.width || y >= self.height {
            return None;
        }
        self.cells.get(y * self.width + x).copied()
    }

    pub fn count(&self) -> HashMap<u8, usize> {
        let mut found = HashMap::new();
        for cell in &self.cells {
            *found.entry(*cell).or_insert(0) += 1;
        }
        found
    }
}

impl fmt::Display for Grid {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for row in self.cells.chunks(self.width) {
            let line: Vec<String> = row.iter().map(|c| c.to_string()).collect();
            writeln!(f, "{}", line.join(" "))?;
        }
        Ok(())
    }
}
""",
    "Account.java": """\
package bank;

import java.util.ArrayList;
import java.util.List;

/**
 * An account with its movements.
 */
public class Account {
    private final String owner;
    private long balance = 0;
    private final List<Long> movements = new ArrayList<>();

    public Account(String owner) {
        this.owner = owner;
    }

    public void deposit(long amount) {
        if (amount <= 0) {
            throw new IllegalArgumentException("amount must be positive");
        }
        balance += amount;
        movements.add(amount);
    }

    public boolean withdraw(long amount, boolean overdraft) {
        if (amount > balance && !overdraft) {
            return false;
        }
        balance -= amount;
        movements.add(-amount);
        return true;
    }

    @Override
    public String toString() {
        return String.format("%s: %d after %d", owner, balance, movements.size());
    }
}
""",
    "ring.c": """\
#include <stdlib.h>
#include <string.h>

#define RING_MAX 64

struct ring {
    size_t head, tail;
    int values[RING_MAX];
};

/* Returns 0 when there is no room left. */
int ring_put(struct ring *r, int value)
{
    size_t next = (r->head + 1) % RING_MAX;
    if (next == r->tail) {
        return 0;
    }
    r->values[r->head] = value;
    r->head = next;
    return 1;
}

int ring_take(struct ring *r, int *value)
{
    if (r->head == r->tail) {
        return 0;
    }
    *value = r->values[r->tail];
    r->tail = (r->tail + 1) % RING_MAX;
    return 1;
}

void ring_clear(struct ring *r)
{
    memset(r->values, 0, sizeof(r->values));
    r->head = r->tail = 0;
}
""",
    "shape.cpp": """\
#include <cmath>
#include <memory>
#include <vector>

namespace geo {

class Shape {
 public:
  virtual ~Shape() = default;
  virtual double area() const = 0;
};

class Circle : public Shape {
 public:
  explicit Circle(double radius) : radius_(radius) {}
  double area() const override { return M_PI * radius_ * radius_; }

 private:
  double radius_;
};

// Sums all that is larger than a limit.
double total(const std::vector<std::unique_ptr<Shape>>& shapes, double limit) {
  double sum = 0.0;
  for (const auto& shape : shapes) {
    const double size = shape->area();
    if (size > limit) {
      sum += size;
    }
  }
  return sum;
}

}  // namespace geo
""",
    "Clock.cs": """\
using System;
using System.Collections.Generic;

namespace Tools
{
    public sealed class Clock : IDisposable
    {
        private readonly Dictionary<string, DateTime> marks = new();

        public TimeSpan Since(string name, DateTime now)
        {
            if (!marks.TryGetValue(name, out var start))
            {
                throw new KeyNotFoundException($"no mark {name}");
            }
            return now - start;
        }

        public void Mark(string name)
        {
            marks[name] = DateTime.UtcNow;
            Console.WriteLine("marked {0} of {1}", name, marks.Count);
        }

        public void Dispose()
        {
            marks.Clear();
        }
    }
}
""",
    "mailer.rb": """\
require 'net/smtp'

module Post
  # Sends letters, one by one.
  class Mailer
    attr_reader :host, :port

    def initialize(host, port: 25)
      @host = host
      @port = port
      @sent = []
    end

    def deliver(letter, retries: 3)
      begin
        Net::SMTP.start(host, port) do |smtp|
          smtp.send_message(letter.body, letter.from, letter.to)
        end
        @sent << letter
      rescue IOError => error
        retries -= 1
        retry if retries > 0
        raise "could not send: #{error.message}"
      end
    end

    def sent_to(address)
      @sent.select { |letter| letter.to == address }
    end
  end
end
""",
    "Router.php": """\
<?php

namespace App;

class Router
{
    private array $routes = [];

    public function add(string $path, callable $handler): self
    {
        $this->routes[$path] = $handler;
        return $this;
    }

    public function dispatch(string $path, array $query = []): string
    {
        foreach ($this->routes as $pattern => $handler) {
            if (preg_match('#^' . $pattern . '$#', $path, $found)) {
                array_shift($found);
                return $handler($query, ...$found);
            }
        }
        http_response_code(404);
        return "nothing at $path";
    }
}
""",
    "deploy.sh": """\
#!/bin/sh
set -eu

TARGET=${1:-staging}
KEEP=5

# Say what is done.
log() {
    printf '%s %s\\n' "$(date +%H:%M:%S)" "$1" >&2
}

build() {
    log "building for $TARGET"
    if [ ! -d build ]; then
        mkdir build
    fi
    make -C build all "MODE=$TARGET"
}

clean() {
    for old in $(ls -t releases | tail -n +$KEEP); do
        log "removing $old"
        rm -r "releases/$old"
    done
}

case "$TARGET" in
    staging) build ;;
    production)
        build
        clean
        ;;
    *)
        log "unknown target $TARGET"
        exit 2
        ;;
esac
""",
    "pipeline.yml": """\
name: pipeline
on:
  push:
    branches: [main, release]

env:
  LEVEL: info
  CACHE: "true"

jobs:
  lint:
    runs-on: ubuntu-22.04
    steps:
      - uses: actions/checkout@v4
      - name: Install the tools
        run: pip install flake8 black
      - name: Look at the style
        run: black --check src

  test:
    needs: lint
    strategy:
      matrix:
        python: ["3.9", "3.12"]
        os: [linux, windows]
    steps:
      - uses: actions/checkout@v4
      - name: Run the tests
        run: |
          pip install -e .
          pytest -q tests
        timeout-minutes: 20
""",
    "project.toml": """\
[package]
name = "lantern"
version = "0.4.1"
edition = "2021"
description = "Shows light where it is dark"

[dependencies]
serde = { version = "1.0", features = ["derive"] }
tokio = { version = "1", default-features = false }
log = "0.4"

[dev-dependencies]
tempfile = "3.8"
log = "0.4"

[profile.release]
opt-level = 3
lto = true
panic = "abort"
""",
    "settings.json": """\
{
  "editor": {
    "tabSize": 4,
    "rulers": [80, 120],
    "fontFamily": "Fira Code",
    "minimap": { "enabled": false, "side": "right" }
  },
  "files": {
    "exclude": {
      "**/.git": true,
      "**/node_modules": true
    },
    "encoding": "utf8"
  },
  "terminal": {
    "shell": "/bin/zsh",
    "args": ["-l", "-i"],
    "scrollback": 5000
  }
}
""",
    "index.html": """\
<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Garden</title>
    <link rel="stylesheet" href="garden.css">
  </head>
  <body class="plain">
    <!-- What grows where. -->
    <nav>
      <a href="/beds">Beds</a>
      <a href="/seeds">Seeds</a>
      <a href="/weather">Weather</a>
    </nav>
    <main id="content">
      <h1>The garden in May</h1>
      <p>Sow beans and peas now.</p>
      <ul class="tasks">
        <li>Water the tomatoes</li>
        <li>Cut the hedge</li>
      </ul>
    </main>
    <script src="garden.js" defer></script>
  </body>
</html>
""",
    "garden.css": """\
:root {
  --leaf: #2d6a4f;
  --soil: #6c584c;
}

/* All text. */
body {
  margin: 0 auto;
  max-width: 60rem;
  font-family: "Source Sans", sans-serif;
  color: var(--soil);
}

nav a {
  padding: 0.5rem 1rem;
  color: var(--leaf);
  text-decoration: none;
}

nav a:hover {
  text-decoration: underline;
}

@media (max-width: 40rem) {
  nav a {
    display: block;
    padding: 0.25rem;
  }
}
""",
    "schema.sql": """\
-- People and what they lend.
CREATE TABLE reader (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    joined DATE DEFAULT CURRENT_DATE
);

CREATE TABLE loan (
    reader_id INTEGER REFERENCES reader (id),
    book_id INTEGER NOT NULL,
    due DATE NOT NULL,
    returned BOOLEAN DEFAULT FALSE,
    PRIMARY KEY (reader_id, book_id)
);

CREATE INDEX loan_due ON loan (due) WHERE NOT returned;

SELECT reader.name, COUNT(*) AS late
FROM reader
JOIN loan ON loan.reader_id = reader.id
WHERE loan.due < CURRENT_DATE AND NOT loan.returned
GROUP BY reader.name
ORDER BY late DESC;
""",
    "guide.md": """\
# Lantern

A small lamp for the terminal \u2013 it shows \u201clight\u201d where it\u2019s dark.

## Install

Get it with the package manager:

    pip install lantern

It needs Python 3.9 or later.

## Usage

Start it in any folder:

```sh
lantern --bright 5 --colour warm
```

| Option     | Meaning          |
|------------|------------------|
| `--bright` | from 1 to 10     |
| `--colour` | warm or cold     |

- The lamp goes out after an hour.
- Press `q` to put it out yourself.
- The caf\u00e9 mode is na\u00efve but pretty.

## Licence

MIT. See the file for the full text.
""",
    "Makefile": """\
PYTHON ?= python3
BUILD := build

.PHONY: all test clean

all: $(BUILD)/app

$(BUILD)/app: main.o util.o
\t@mkdir -p $(BUILD)
\t$(CC) -o $@ $^ $(LDFLAGS)

%.o: %.c
\t$(CC) $(CFLAGS) -c -o $@ $<

test: all
\t$(PYTHON) -m pytest -q
\t@if [ -n "$(COVER)" ]; then \\
\t\t$(PYTHON) -m coverage report; \\
\tfi

clean:
\trm -rf $(BUILD)
\trm -f *.o
""",
    "setup.ini": """\
; What the daemon reads.
[server]
host = localhost
port = 8080
timeout = 30

[client]
host = localhost
retries = 3
timeout = 10

[log]
level = info
file = /var/log/lantern.log
rotate = weekly
""",
    "vars.py": """\
\"\"\"Settings of the lamp.\"\"\"

from typing import Dict, List

LEVELS = {
    1: 'dim',
    2: 'soft',
    3: 'bright',
}
NAMES = [
    'dim',
    'soft',
    'bright',
]


class Lamp:
    \"\"\"A lamp with a level.\"\"\"

    def __init__(self, level: int = 1, *, warm: bool = True) -> None:
        self.level = level
        self.warm = warm
        self.history: List[int] = []

    def brighter(self, steps: int = 1) -> int:
        \"\"\"Turn it up, at most to three.\"\"\"
        max_level = 3
        self.history.append(self.level)
        self.level = min(self.level + steps, max_level)
        return self.level

    def darker(self, steps: int = 1) -> int:
        self.history.append(self.level)
        # Never below one.
        self.level = max(self.level - steps, 1)
        return self.level


def describe(lamp: Lamp, words: Dict[int, str]) -> str:
    if lamp.level not in words:
        raise KeyError(f"no word for level {lamp.level}")
    colour = 'warm' if lamp.warm else 'cold'
    return '{} {}'.format(words[lamp.level], colour)
""",
}
