import { canonicalId } from './canonical.ts';
import type { Condition, FieldTest } from './conditions.ts';
import type { FieldKind } from './indexed-field.ts';
import type { QueryScope } from './parameter-values.ts';

/** Makes conditions of the value of a parameter; none where it asks for nothing. */
export type ParameterReader = (value: unknown, scope: QueryScope) => readonly Condition[];

export const id = (text: string, { namespaces }: QueryScope): string => canonicalId(text, namespaces);

export function field(
  kind: FieldKind,
  names: readonly string[],
  test: FieldTest,
  uom: string | null = null,
): Condition {
  return { on: 'field', kind, names, test, uom };
}

export function textTest(texts: readonly string[]): FieldTest {
  return { op: 'EQ', texts, numbers: [], times: [] };
}
