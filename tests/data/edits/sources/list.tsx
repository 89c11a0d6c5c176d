import React, { useMemo, useState } from "react";

type Row = { id: number; label: string; done?: boolean };

export function TodoList({ rows }: { rows: Row[] }) {
  const [filter, setFilter] = useState<"all" | "open">("all");
  const visible = useMemo(
    () => rows.filter((row) => filter === "all" || !row.done),
    [rows, filter],
  );

  return (
    <section className="todo">
      <h2>Things to do &amp; done</h2>
      <button onClick={() => setFilter("open")}>open</button>
      <ul>
        {visible.map((row) => (
          <li key={row.id} className={row.done ? "done" : ""}>
            {row.label}
          </li>
        ))}
      </ul>
      <p>{visible.length} of {rows.length}</p>
    </section>
  );
}
