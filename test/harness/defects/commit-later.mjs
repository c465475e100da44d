import { createRequire } from 'node:module';

/**
 * A defect, preloaded into a program: what it stores in a transaction is there for itself at once, and on the disk 400 ms later, after
 * all was said and acknowledged.
 */
const laterMs = 400;

const Database = createRequire(process.argv[1])('better-sqlite3');
const { transaction } = Database.prototype;
if (typeof transaction !== 'function') throw new Error('there are no transactions to break');

/** A program that says that it is ready has made its tables, as it should. */
let ready = false;
const { write } = process.stdout;
process.stdout.write = (...given) => {
  ready = true;
  return write.apply(process.stdout, given);
};

Database.prototype.transaction = function (run) {
  const sound = transaction.call(this, run);
  const later = (...given) => {
    if (!ready) return sound(...given);
    if (!this.inTransaction) {
      this.exec('BEGIN IMMEDIATE');
      setTimeout(() => {
        if (this.open && this.inTransaction) this.exec('COMMIT');
      }, laterMs);
    }
    return run.apply(this, given);
  };
  return Object.assign(later, { default: later, deferred: later, immediate: later, exclusive: later });
};
