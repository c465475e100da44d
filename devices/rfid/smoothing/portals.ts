import type { Crossing, CrossingJudgement, Side } from './crossing.ts';
import type { SmoothingSettings } from './settings.ts';
import type { TagState } from './tag-state.ts';

interface PortalSide {
  readonly portal: number;
  readonly side: Side;
}

export interface PortalJudgement extends CrossingJudgement {
  readonly portal: string;
}

const nowhere: readonly PortalSide[] = [];

/** The portals of a site: what their antennas hear of a tag, and what they make of it. */
export class Portals {
  readonly #settings: SmoothingSettings;
  readonly #sides = new Map<string, PortalSide[]>();
  /** How often a tag with an open passage is looked at. */
  readonly lookMs: number;

  constructor(settings: SmoothingSettings) {
    this.#settings = settings;
    this.lookMs = Math.max(50, settings.crossing.settleMs / 4);
    settings.portals.forEach(({ inside, outside }, portal) => {
      for (const zone of outside) this.#watch(zone, { portal, side: 'outside' });
      for (const zone of inside) this.#watch(zone, { portal, side: 'inside' });
    });
  }

  hear(tag: TagState, zone: string, levelDbm: number, atMs: number, count: number): void {
    if (this.#sides.size === 0) return;
    for (const { portal, side } of this.#sides.get(zone) ?? nowhere)
      tag.crossingAt(portal).add(side, levelDbm, atMs, count, this.#settings.crossing.tauMs);
  }

  open(tag: TagState): boolean {
    return tag.crossings.some((crossing) => crossing?.active === true);
  }

  /** While the tag is there: passages that have settled, and portals that hear it no more. */
  look(tag: TagState, nowMs: number): PortalJudgement[] {
    const told: PortalJudgement[] = [];
    const best = strongest(tag);
    tag.crossings.forEach((crossing, portal) => {
      if (crossing === undefined || !crossing.active) return;
      const silent = nowMs - crossing.lastMs > this.#settings.crossing.silenceMs;
      const judged = silent ? this.#end(crossing, portal) : this.#settled(crossing, portal, nowMs);
      if (judged !== null && crossing === best) told.push(judged);
      if (silent) crossing.clear();
    });
    return told;
  }

  /** When the tag departs. */
  leave(tag: TagState): PortalJudgement[] {
    const best = strongest(tag);
    const portal = best === null ? -1 : tag.crossings.indexOf(best);
    const judged = best === null ? null : this.#end(best, portal);
    return judged === null ? [] : [judged];
  }

  #watch(zone: string, side: PortalSide): void {
    this.#sides.set(zone, [...(this.#sides.get(zone) ?? []), side]);
  }

  #end(crossing: Crossing, portal: number): PortalJudgement | null {
    const judged = this.#judge(crossing, portal);
    // After a passage was told, that the tag then stayed is no news.
    return crossing.told && !isPassage(judged) ? null : judged;
  }

  #settled(crossing: Crossing, portal: number, nowMs: number): PortalJudgement | null {
    const judged = this.#judge(crossing, portal);
    if (!isPassage(judged)) {
      crossing.pending = null;
      return null;
    }
    if (crossing.pending?.direction !== judged.direction)
      crossing.pending = { direction: judged.direction, sinceMs: nowMs };
    if (nowMs - crossing.pending.sinceMs < this.#settings.crossing.settleMs) return null;
    crossing.startAgain();
    return judged;
  }

  #judge(crossing: Crossing, portal: number): PortalJudgement {
    const name = this.#settings.portals[portal]?.name ?? '';
    return { portal: name, ...crossing.judge(this.#settings.crossing) };
  }
}

function isPassage({ direction }: CrossingJudgement): boolean {
  return direction === 'in' || direction === 'out';
}

/** Doors side by side hear the same tags: only the one that heard it best speaks. */
function strongest(tag: TagState): Crossing | null {
  let best: Crossing | null = null;
  for (const crossing of tag.crossings)
    if (crossing?.active && (best === null || crossing.peakDbm > best.peakDbm)) best = crossing;
  return best;
}
