import type { ScreenView } from '../../../edge/fulfilment/screen-view.ts';
import { idleView } from './desk-views.ts';

/** A driver brought goods and has it signed. */
export const signatureView: ScreenView = {
  ...idleView,
  prompt: 'Have the visit signed',
  wants: { signature: true },
};

export const serviceView: ScreenView = {
  ...idleView,
  phase: 'other',
  prompt: 'Begin the visit',
  activity: {
    kind: 'service',
    order: 'SO-10500',
    customer: 'Hotel Lindenhof',
    address: 'Seeuferweg 4, 88131 Lindau, Germany',
    appointment: { from: '2026-03-09T08:00:00.000Z', to: '2026-03-09T10:00:00.000Z' },
    startedAt: null,
    signing: false,
    lines: [{ line: 1, sku: 'SRV-DESCALE', name: 'Descale the espresso machine', units: 1 }],
  },
  actions: [{ code: 'PP:START', label: 'Begin', tone: 'primary' }],
};
