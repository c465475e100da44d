import { expect, test } from 'vitest';
import { siteRules } from '../../protocols/wire/work/site-rules.ts';
import { approvalBy } from './approval.ts';
import { TestStation } from './testing-station.ts';

function station(): TestStation {
  const at = new TestStation();
  at.people.set('Anna', { badge: 'Anna', name: 'Anna', role: 'supervisor' });
  at.people.set('Ben', { badge: 'Ben', name: 'Ben', role: 'operator' });
  at.people.set('Boss', { badge: 'Boss', name: 'Boss', role: 'supervisor' });
  at.scan('PP:BADGE:Anna');
  return at;
}

const verdictOf = (at: TestStation, badge: string) => {
  const approval = approvalBy(at.state, badge, at.work);
  return approval.kind === 'granted' ? `granted by ${approval.by}` : approval.verdict.verdict;
};

test('only a known supervisor who is not the operator approves, whatever the role of the operator', () => {
  const at = station();
  expect(['Boss', 'Anna', 'Ben', 'Nobody'].map((badge) => verdictOf(at, badge))).toEqual([
    ...['granted by Boss', 'refused_same_person', 'refused_not_a_supervisor', 'refused_badge_unknown'],
  ]);
  at.rules = siteRules.parse({ people: { pin: 'supervisors' } });
  expect(verdictOf(at, 'Boss')).toBe('pin_asked');
  expect(verdictOf(new TestStation(), 'Boss')).toBe('refused_sign_in_first');
});
