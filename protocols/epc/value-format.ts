/** How a component of a value is encoded behind an AI (TDS 2.3, 15.3, table F). */
export type ValuePart =
  /** 4 bits for each digit (14.5.4). */
  | { readonly method: 'digits'; readonly digits: number }
  /** One binary number (14.5.2). */
  | { readonly method: 'number'; readonly digits: number }
  | { readonly method: 'text'; readonly lengthBits: number; readonly max: number; readonly min: number }
  /** Digits of varying length, without encoding indicator (14.5.13). */
  | { readonly method: 'numeric'; readonly lengthBits: number; readonly max: number; readonly min: number }
  /** Leading digits of 4 bits up to a terminator or delimiter, then text (14.5.5). */
  | { readonly method: 'delimited'; readonly lengthBits: number; readonly max: number }
  | {
      readonly method: 'bit' | 'date' | 'minute' | 'dateOrRange' | 'time' | 'country' | 'minus' | 'sequence';
    };

const digits = (count: number): ValuePart => ({ method: 'digits', digits: count });
const number = (count: number): ValuePart => ({ method: 'number', digits: count });
const text = (max: number, lengthBits = Math.ceil(Math.log2(max + 1)), min = 1): ValuePart => ({
  method: 'text',
  lengthBits,
  max,
  min,
});
const numeric = (max: number, min = 1): ValuePart => ({
  method: 'numeric',
  lengthBits: Math.ceil(Math.log2(max + 1)),
  max,
  min,
});
const delimited: ValuePart = { method: 'delimited', lengthBits: 5, max: 30 };
const method = (name: 'bit' | 'date' | 'minute' | 'dateOrRange' | 'time' | 'country'): ValuePart => ({
  method: name,
});
const sequence: ValuePart = { method: 'sequence' };
const minus: ValuePart = { method: 'minus' };

/** AIs, or ranges of AIs, with the components of their values. A component with a minimum of 0 may be absent. */
const rows: readonly (readonly [ais: string, ...parts: ValuePart[]])[] = [
  ['00', digits(18)],
  ['01-02', digits(14)],
  ['10', text(20)],
  ['11-13', method('date')],
  ['15-17', method('date')],
  ['20', number(2)],
  ['21-22', text(20)],
  ['235', text(28)],
  ['240-241', text(30)],
  ['242', numeric(6)],
  ['243', text(20)],
  ['250-251', text(30)],
  ['253', digits(13), text(17, 5, 0)],
  ['254', text(20)],
  ['255', digits(13), numeric(12, 0)],
  ['30', numeric(8)],
  ...measures(310, 316),
  ...measures(320, 337),
  ...measures(340, 357),
  ...measures(360, 369),
  ['37', numeric(8)],
  ['3900-3909', numeric(15)],
  ['3910-3919', number(3), numeric(15)],
  ['3920-3929', numeric(15)],
  ['3930-3939', number(3), numeric(15)],
  ['3940-3943', number(4)],
  ['3950-3953', number(6)],
  ['400-401', text(30)],
  ['402', number(17)],
  ['403', text(30)],
  ['410-417', digits(13)],
  ['420', text(20)],
  ['421', number(3), text(9)],
  ['422', number(3)],
  ['423', numeric(15)],
  ['424', number(3)],
  ['425', numeric(15)],
  ['426', number(3)],
  ['427', text(3)],
  ['4300-4301', text(35)],
  ['4302-4306', text(70)],
  ['4307', method('country')],
  ['4308', text(30)],
  ['4309', number(20)],
  ['4310-4311', text(35)],
  ['4312-4316', text(70)],
  ['4317', method('country')],
  ['4318', text(20)],
  ['4319', text(30)],
  ['4320', text(35)],
  ['4321-4323', method('bit')],
  ['4324-4325', method('minute')],
  ['4326', method('date')],
  ['4330-4333', number(6), minus],
  ['7001', number(13)],
  ['7002', text(30)],
  ['7003', method('minute')],
  ['7004', numeric(4)],
  ['7005', text(12)],
  ['7006', method('date')],
  ['7007', method('dateOrRange')],
  ['7008', text(3)],
  ['7009', text(10)],
  ['7010', text(2)],
  ['7011', method('time')],
  ['7020-7022', text(20)],
  ['7023', delimited],
  ['7030-7039', number(3), text(27)],
  ['7040-7041', text(4)],
  ['710-716', text(20)],
  ['7230-7239', text(30)],
  ['7240', text(20)],
  ['7241', digits(2)],
  ['7242', text(25)],
  ['7250', number(8)],
  ['7251', number(12)],
  ['7252', number(1)],
  ['7253', text(40)],
  // Table F says 30 in six bits; the AI has 40, and so has the machine-readable table of TDT 2.2.
  ['7254', text(40)],
  ['7255', text(10)],
  ['7256', text(90)],
  ['7257', text(70)],
  ['7258', sequence],
  ['7259', text(40)],
  ['8001', number(14)],
  ['8002', text(20)],
  ['8003', digits(14), text(16, 5, 0)],
  ['8004', delimited],
  ['8005', number(6)],
  ['8006', digits(18)],
  ['8007', text(24)],
  ['8008', method('time')],
  ['8009', text(50)],
  ['8010', delimited],
  ['8011', numeric(12)],
  ['8012', text(20)],
  ['8013', text(25)],
  ['8017-8018', digits(18)],
  ['8019', numeric(10)],
  ['8020', text(25)],
  ['8026', digits(18)],
  ['8030', text(90)],
  ['8110', text(70)],
  ['8111', number(4)],
  ['8112', text(70)],
  ['8200', text(70)],
  ['90', text(30)],
  ['91-99', text(90)],
];

/** Weights and measures have 0 to 5 decimals as their fourth digit. */
function measures(from: number, to: number): [string, ValuePart][] {
  return Array.from({ length: to - from + 1 }, (_, index) => [
    `${from + index}0-${from + index}5`,
    number(6),
  ]);
}

function expand(ais: string): string[] {
  const [from = '', to = from] = ais.split('-');
  const count = Number(to) - Number(from) + 1;
  return Array.from({ length: count }, (_, index) => String(Number(from) + index).padStart(from.length, '0'));
}

export const valueFormats: ReadonlyMap<string, readonly ValuePart[]> = new Map(
  rows.flatMap(([ais, ...parts]) => expand(ais).map((ai) => [ai, parts] as const)),
);

/** The length of an AI by its first two digits (TDS 2.3, table K). */
export const aiLengths: ReadonlyMap<string, number> = new Map(
  [...valueFormats.keys()].map((ai) => [ai.slice(0, 2), ai.length]),
);
