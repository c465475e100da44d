import { register } from 'node:module';
import { programFile } from '../program-file.mjs';

/** A defect, preloaded into a gateway: a subscriber counts as being as far as what was sent to it, whether it took it or not. */
const file = programFile('gateway/fan-out/send-window');
const sound = await import(`${file}?sound`);
const place = Object.getOwnPropertyDescriptor(sound.SendWindow?.prototype ?? {}, 'acknowledgedUpTo');
if (place?.get === undefined) throw new Error('there is no window to break');

/** The module is itself, but for one class: an export of one's own goes before one that is passed on. */
const broken = `import { SendWindow as Sound } from ${JSON.stringify(`${file}?sound`)};
export * from ${JSON.stringify(`${file}?sound`)};
export class SendWindow extends Sound {
  get acknowledgedUpTo() {
    return this.position;
  }
}`;
const hooks = `export async function load(url, context, next) {
  if (url !== ${JSON.stringify(file)}) return next(url, context);
  return { format: 'module', shortCircuit: true, source: ${JSON.stringify(broken)} };
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
