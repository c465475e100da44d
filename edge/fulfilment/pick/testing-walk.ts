import type { TaskDocument, ToteDocument } from '../../../protocols/wire/floor.ts';
import type { ProductDocument } from '../../../protocols/wire/work/product-document.ts';
import { siteRules } from '../../../protocols/wire/work/site-rules.ts';
import { TestStation } from '../testing-station.ts';
import { unknownFloor } from '../work-view.ts';
import type { PickSession } from './pick-session.ts';

type Rules = Parameters<typeof siteRules.parse>[0];
type Part = readonly [order: string, line: number, units: number];

/** A stop of a walk. */
export function stop(
  location: string | undefined,
  { sku, name }: ProductDocument,
  parts: readonly Part[],
  lot?: string,
): TaskDocument['stops'][number] {
  return {
    ...(location === undefined ? {} : { location }),
    sku,
    name,
    ...(lot === undefined ? {} : { lot }),
    parts: parts.map(([order, line, units]) => ({ order, line, units })),
  };
}

/** A task as the gateway makes it. */
export function task(
  name: string,
  mode: TaskDocument['mode'],
  stops: TaskDocument['stops'],
  more: Partial<TaskDocument> = {},
): TaskDocument {
  const orders = [...new Set(stops.flatMap(({ parts }) => parts.map(({ order }) => order)))];
  return { task: name, mode, status: 'open', orders, stops, totes: [], ...more };
}

/** A station to which the gateway has told tasks and totes. */
export class PickStation extends TestStation {
  readonly tasks = new Map<string, TaskDocument>();
  readonly totes = new Map<string, ToteDocument>();

  constructor(rules: Rules = {}) {
    super();
    this.rules = siteRules.parse(rules);
    this.floor = {
      ...unknownFloor,
      task: (name) => this.tasks.get(name),
      tote: (name) => this.totes.get(name),
    };
  }

  give(...tasks: readonly TaskDocument[]): this {
    for (const one of tasks) this.tasks.set(one.task, one);
    return this;
  }

  /** The walk in hand. */
  get walk(): PickSession | null {
    return this.state.activity?.kind === 'pick' ? this.state.activity : null;
  }

  signIn(...badges: readonly (readonly [badge: string, role: 'operator' | 'supervisor'])[]): this {
    for (const [badge, role] of badges) this.people.set(badge, { badge, name: badge, role });
    this.scan(`PP:BADGE:${badges[0]?.[0] ?? ''}`);
    return this;
  }
}
