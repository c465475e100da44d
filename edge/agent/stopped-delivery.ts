import { edgeErrors } from '../edge-errors.ts';
import type { DeliveryStop } from '../facts/delivery-machine.ts';
import type { ScreenView } from '../fulfilment/screen-view.ts';

/** For the report of the station: the code first, so that a program can tell. */
export function stoppedText(stop: DeliveryStop | null): string | null {
  return stop === null ? null : `${stop.code}: ${stop.reason}`.slice(0, 400);
}

/** For the screen: what it means, for a person. */
export function stoppedLink(stop: DeliveryStop | null): Pick<ScreenView['link'], 'stopped'> {
  return stop === null ? {} : { stopped: { code: stop.code, message: edgeErrors.rows[stop.code].meaning } };
}
