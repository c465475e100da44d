import type { Fact } from './fact.ts';

/**
 * A fact that is known to be whole in itself, by its text alone: a valid fact of its station in canonical JSON (RFC 8785), with the hash
 * that it says. Only its place in the chain is open.
 */
export class PlainFact {
  readonly kind = 'fact';
  readonly seq: number;
  readonly prev: string;
  readonly hash: string;
  /** The whole fact as canonical JSON. */
  readonly text: string;

  constructor(seq: number, prev: string, hash: string, text: string) {
    this.seq = seq;
    this.prev = prev;
    this.hash = hash;
    this.text = text;
  }

  /** What the text says; read each time. */
  get fact(): Fact {
    return JSON.parse(this.text) as Fact;
  }
}
