import { edgeErrors } from '../edge-errors.ts';
import type { ScreenView } from '../fulfilment/screen-view.ts';
import type { Delivery } from './delivery.ts';

/** For the report of the station: the code first, so that a program can tell. */
export function stoppedText({ stopped }: Pick<Delivery, 'stopped'>): string | null {
  return stopped === null ? null : `${stopped.code}: ${stopped.reason}`.slice(0, 400);
}

/** For the screen: why facts stay here although there may be a network. */
export function linkTrouble(
  { stopped, notAdmitted, refused }: Pick<Delivery, 'stopped' | 'notAdmitted' | 'refused'>,
  notAdmittedCode: 'STATION_NOT_ADMITTED' | 'HANDHELD_NOT_ADMITTED',
): Pick<ScreenView['link'], 'stopped' | 'refused'> {
  if (stopped !== null)
    return { stopped: { code: stopped.code, message: edgeErrors.rows[stopped.code].meaning } };
  const code = notAdmitted ? notAdmittedCode : refused;
  return code === null ? {} : { refused: { code } };
}
