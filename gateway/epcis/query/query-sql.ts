import type {
  Column,
  Comparison,
  Condition,
  FieldTest,
  QueryOrder,
  TimeColumn,
} from '../../../protocols/epcis/query/conditions.ts';
import { goOn } from '../store/event-reader.ts';

/** A piece of SQL over the table `events` as `e`, with the values to bind to it in order. */
export interface SqlPart {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

const columns: Readonly<Record<Column | TimeColumn, string>> = {
  type: 'e.type',
  action: 'e.action',
  bizStep: 'e.biz_step',
  disposition: 'e.disposition',
  readPoint: 'e.read_point',
  bizLocation: 'e.biz_location',
  transformationID: 'e.transformation_id',
  eventID: 'e.event_id',
  errorReason: 'e.error_reason',
  eventTime: 'e.event_time',
  recordTime: 'e.record_time',
  declarationTime: 'e.declaration_time',
};

const operators: Readonly<Record<Comparison, string>> = { EQ: '=', GT: '>', GE: '>=', LT: '<', LE: '<=' };

/** A condition as SQL. Every value is bound; what stands in the text comes from the tables above only. */
export function sqlOf(condition: Condition): SqlPart {
  switch (condition.on) {
    case 'column':
      return among(columns[condition.column], condition.values);
    case 'time':
      return timeSql(condition);
    case 'declared':
      return { sql: 'e.id IN (SELECT id FROM events WHERE declaration_time IS NOT NULL)', values: [] };
    case 'epc':
      return epcSql(condition);
    case 'quantity':
      return quantitySql(condition);
    case 'field':
      return fieldSql(condition);
    case 'within':
      return withinSql(condition);
    case 'attribute':
      return attributeSql(condition);
  }
}

/** Ids rise with the record time, so that a bound of one is a bound of the other; and the order of ids needs no sorting. */
function timeSql({ column, op, ms }: Extract<Condition, { on: 'time' }>): SqlPart {
  if (column !== 'recordTime') return { sql: `${columns[column]} ${operators[op]} ?`, values: [ms] };
  const first = 'SELECT id FROM events WHERE record_time >= ? ORDER BY record_time, id LIMIT 1';
  return { sql: `e.id ${operators[op]} coalesce((${first}), ${Number.MAX_SAFE_INTEGER})`, values: [ms] };
}

/** One value is compared directly, so that an index gives the rows in the order in which they were captured. */
function among(column: string, values: readonly (string | number)[]): SqlPart {
  const [only] = values;
  if (values.length === 1 && only !== undefined) return { sql: `${column} = ?`, values: [only] };
  return { sql: `${column} IN (SELECT value FROM json_each(?))`, values: [JSON.stringify(values)] };
}

function epcSql({ roles, exact, ranges }: Extract<Condition, { on: 'epc' }>): SqlPart {
  const role = `role IN (${roles.join(', ')})`;
  const exactly = among('epc', exact);
  const parts: SqlPart[] = [];
  if (exact.length > 0) {
    parts.push({
      sql: `SELECT event FROM event_epcs WHERE ${goOn('event')} AND ${exactly.sql} AND ${role}`,
      values: exactly.values,
    });
  }
  if (ranges.length > 0) {
    parts.push({
      sql: `SELECT p.event FROM json_each(?) AS r CROSS JOIN event_epcs AS p
            WHERE ${goOn('p.event')} AND p.epc >= r.value ->> 0 AND p.epc < r.value ->> 1 AND p.epc GLOB r.value ->> 2 AND p.${role}`,
      values: [JSON.stringify(ranges.map(({ low, high, shape }) => [low, high, shape]))],
    });
  }
  return oneOf(parts);
}

function oneOf(parts: readonly SqlPart[]): SqlPart {
  return {
    sql: `e.id IN (${parts.map(({ sql }) => sql).join(' UNION ALL ')})`,
    values: parts.flatMap(({ values }) => values),
  };
}

function quantitySql({ op, numbers, uom }: Extract<Condition, { on: 'quantity' }>): SqlPart {
  const compared =
    op === 'EQ' ? among('quantity', numbers) : { sql: `quantity ${operators[op]} ?`, values: numbers };
  const unit = uom === null ? '' : ' AND uom = ?';
  return {
    sql: `e.id IN (SELECT event FROM event_epcs WHERE ${goOn('event')} AND quantity IS NOT NULL AND ${compared.sql}${unit})`,
    values: [...compared.values, ...(uom === null ? [] : [uom])],
  };
}

function fieldSql({ kind, names, test, uom }: Extract<Condition, { on: 'field' }>): SqlPart {
  const unit: SqlPart = uom === null ? { sql: '', values: [] } : { sql: ' AND uom = ?', values: [uom] };
  const name = among('name', names);
  return oneOf(
    testsOf(test).map(({ sql, values }) => ({
      sql: `SELECT event FROM event_fields WHERE ${goOn('event')} AND kind = ? AND ${name.sql}${sql}${unit.sql}`,
      values: [kind, ...name.values, ...values, ...unit.values],
    })),
  );
}

/** Each alternative of a test has an index of its own. */
function testsOf(test: FieldTest): SqlPart[] {
  if (test.op === 'EXISTS') return [{ sql: '', values: [] }];
  const compared: SqlPart[] = [];
  if (test.op === 'EQ') {
    if (test.texts.length > 0) compared.push(among('text', test.texts));
    if (test.numbers.length > 0) compared.push(among('number', test.numbers));
    if (test.times.length > 0) compared.push(among('time', test.times));
  } else {
    const operator = operators[test.op];
    if (test.number !== null) compared.push({ sql: `number ${operator} ?`, values: [test.number] });
    if (test.time !== null) compared.push({ sql: `time ${operator} ?`, values: [test.time] });
  }
  return compared.map(({ sql, values }) => ({ sql: ` AND ${sql}`, values }));
}

function withinSql({ column, values }: Extract<Condition, { on: 'within' }>): SqlPart {
  return {
    sql: `e.id IN (
      WITH RECURSIVE down (id) AS (
        SELECT value FROM json_each(?)
        UNION SELECT c.child FROM down JOIN master_children AS c ON c.parent = down.id
      ) SELECT x.id FROM down CROSS JOIN events AS x WHERE ${goOn('x.id')} AND x.${column === 'readPoint' ? 'read_point' : 'biz_location'} = down.id)`,
    values: [JSON.stringify(values)],
  };
}

function attributeSql({ field, attributes, values }: Extract<Condition, { on: 'attribute' }>): SqlPart {
  const attribute = among('m.attribute', attributes);
  const value: SqlPart = values === null ? { sql: '', values: [] } : among('m.value', values);
  const wanted = `${attribute.sql}${values === null ? '' : ` AND ${value.sql}`}`;
  const bound = [...attribute.values, ...value.values];
  if ('column' in field) {
    return {
      sql: `${columns[field.column]} IN (SELECT m.id FROM master_attributes AS m WHERE ${wanted})`,
      values: bound,
    };
  }
  const name = among('f.name', field.names);
  return {
    sql: `e.id IN (SELECT f.event FROM master_attributes AS m
      JOIN event_fields AS f ON ${goOn('f.event')} AND f.kind = 'event' AND ${name.sql} AND f.text = m.id WHERE ${wanted})`,
    values: [...name.values, ...bound],
  };
}

/** What the results are sorted by, as an expression over `e`; the id decides between equals. */
export function orderSql({ by }: QueryOrder): SqlPart {
  if (by === 'recorded') return { sql: 'e.id', values: [] };
  if (by === 'eventTime') return { sql: 'e.event_time', values: [] };
  const name = among('f.name', by.names);
  return {
    sql: `(SELECT coalesce(f.number, f.time, f.text) AS value FROM event_fields AS f
      WHERE f.event = e.id AND f.kind = 'event' AND ${name.sql} AND value IS NOT NULL ORDER BY value LIMIT 1)`,
    values: name.values,
  };
}
