import { useMemo, useSyncExternalStore } from 'react';
import type { Fault, ScreenPort } from '../../screen/screen-port.ts';
import type { Attached, Handheld } from '../core/handheld.ts';
import { word } from './page-words.ts';

/** What is the matter, and what to do. */
type Refusal = readonly [Parameters<typeof word>[0], Parameters<typeof word>[0]];

const refusals: Readonly<Record<Exclude<Attached, 'taken'>, Refusal>> = {
  unwanted: ['unwanted', 'lookAtScreen'],
  no_picture: ['noPicture', 'takeAgain'],
  too_many: ['tooManyPictures', 'connectFirst'],
  not_stored: ['pictureNotStored', 'roomForPicture'],
};

/** The screen's connection to the core in the same page. What came of a scan stands in a later view, once it is stored. */
export function useHandheldPort(handheld: Handheld): ScreenPort {
  const view = useSyncExternalStore(handheld.watch, handheld.view);
  const history = useSyncExternalStore(handheld.watch, handheld.history);
  const language = view.language;
  return useMemo(() => {
    const refused = ([what, remedy]: Refusal): Fault => ({
      kind: 'refused',
      message: word(what, {}, language),
      remedy: word(remedy, {}, language),
    });
    const faultOf = (taken: boolean) => (taken ? null : refused(['tooMany', 'makeRoom']));
    return {
      view,
      history,
      connected: 'open',
      command: async (code) => faultOf(handheld.scanning.command(code)),
      scan: async (raw) => faultOf(handheld.scanning.scan(raw)),
      attach: async (kind, picture, name) => {
        const attached = await handheld.attach(kind, picture, name);
        return attached === 'taken' ? null : refused(refusals[attached]);
      },
    };
  }, [view, history, language, handheld]);
}
