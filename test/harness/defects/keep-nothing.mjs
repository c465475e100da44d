import { programFile } from '../program-file.mjs';

/** A defect, preloaded into a station: it lets go of facts as soon as they are acknowledged, so that nobody can heal a gateway that lost them. */
const { FactLog } = await import(programFile('edge/facts/fact-log'));
const { acknowledge } = FactLog.prototype;
if (typeof acknowledge !== 'function') throw new Error('there is no acknowledgement to break');
FactLog.prototype.acknowledge = function (upTo) {
  this.options = { ...this.options, keep: 0 };
  return acknowledge.call(this, upTo);
};
