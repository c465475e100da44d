/** What people were told in many schedules: what is never met is not tested. */
export class Met {
  schedules = 0;
  readonly verdicts = new Map<string, number>();

  note(verdict: string, times = 1): void {
    this.verdicts.set(verdict, (this.verdicts.get(verdict) ?? 0) + times);
  }

  /** What another process met; its schedules are others. */
  plus({ schedules, verdicts }: MetReport): void {
    this.schedules += schedules;
    for (const [verdict, times] of Object.entries(verdicts)) this.note(verdict, times);
  }

  report(): MetReport {
    return { schedules: this.schedules, verdicts: Object.fromEntries(this.verdicts) };
  }
}

export interface MetReport {
  readonly schedules: number;
  readonly verdicts: Readonly<Record<string, number>>;
}

/** For a person: what was told, the rarest last. */
export function metText({ schedules, verdicts }: MetReport): string {
  const told = Object.entries(verdicts).sort(([, a], [, b]) => b - a);
  const list = told.map(([verdict, times]) => `${verdict} ${times}`).join(', ');
  return `in ${schedules} schedules people were told ${told.length} different things: ${list}`;
}
