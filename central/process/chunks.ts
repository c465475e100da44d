/** Rows in groups that fit one statement: SQLite binds at most 32,766 values, PostgreSQL 65,535. */
export function* chunksOf<Row>(rows: readonly Row[], size = 500): Generator<Row[]> {
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size);
}
