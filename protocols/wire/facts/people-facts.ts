import { z } from 'zod';
import { badge, shortText } from './fact-members.ts';

/** Who works at a station. A PIN is in no fact. */
export const peopleFacts = {
  'operator.signed_in': z.strictObject({
    operator: badge,
    /** As central's list of people says; left out for a badge that is not in it. */
    role: z.enum(['operator', 'supervisor']).optional(),
    /** How the person proved who they are. */
    by: z.enum(['badge', 'badge_and_pin']).optional(),
  }),
  'operator.signed_out': z.strictObject({
    operator: badge,
    reason: z.enum(['badge', 'other_operator', 'idle', 'shift_end']),
  }),
  /** A wrong PIN, or a badge that may not work here. */
  'operator.refused': z.strictObject({ operator: badge, reason: shortText }),
} as const;

export const peopleVerdicts = [
  'operator_signed_in',
  'operator_signed_out',
  'pin_asked',
  'approval_asked',
  'approval_given',
  'question_withdrawn',
  'refused_sign_in_first',
  'refused_pin_wrong',
  'refused_badge_unknown',
  'refused_not_a_supervisor',
  'refused_same_person',
] as const;
