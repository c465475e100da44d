import type { WorkView } from '../work-view.ts';
import { expectedWeight } from './expected-weight.ts';
import type { PackSession, TagCheck, Weighing } from './pack-session.ts';
import { type OpenCheck, openChecks } from './parcel-checks.ts';
import { suggestParcels } from './suggestion.ts';
import { missingTotes, unitsOf } from './tote-contents.ts';

/** What the screen shows of packing beside the order (`ScreenView.order`). */
export interface PackView {
  readonly kind: 'pack';
  /** Of the open parcel, from 1. */
  readonly parcel: number;
  readonly stage: 'filling' | 'checking';
  readonly packaging: string | null;
  /** What the open parcel should weigh now, with what is tolerated; null where that is not known. */
  readonly expected: { readonly grams: number; readonly toleranceGrams: number } | null;
  readonly weighing: Weighing | null;
  readonly tags: TagCheck | null;
  readonly photographed: boolean;
  /** What still stands between the parcel and its seal; empty while it is filled. */
  readonly checks: readonly OpenCheck[];
  /** The reason for which a supervisor's badge is awaited. */
  readonly overriding: string | null;
  /** Packagings to take, the open parcel first; null where nothing can be said. */
  readonly suggestion:
    | readonly { readonly packaging: string; readonly name: string; readonly units: number }[]
    | null;
  readonly packagings: readonly { readonly packaging: string; readonly name: string }[];
  /** Where the units come from, with what is left in each; null where they come from the shelf. */
  readonly totes: readonly { readonly tote: string; readonly units: number }[] | null;
  /** Totes of the order that were not brought here yet; left out where there are none. */
  readonly missingTotes?: readonly string[];
  readonly sealed: readonly {
    readonly parcel: number;
    readonly sscc: string;
    readonly grams: number | null;
    readonly packaging: string | null;
    readonly copies: number;
  }[];
}

export function packView(session: PackSession, work: WorkView): PackView {
  const { open, overriding, totes } = session;
  const { packagings, weight } = work.rules().pack;
  const missing = missingTotes(session, work);
  const nameOf = (id: string) => packagings.find(({ packaging }) => packaging === id)?.name ?? id;
  return {
    kind: 'pack',
    parcel: session.parcel,
    stage: open.stage,
    packaging: open.packaging?.packaging ?? null,
    expected: weight === 'off' ? null : expectedWeight(session, work),
    weighing: open.weighing,
    tags: open.tags,
    photographed: open.photographed,
    checks: open.stage === 'checking' ? openChecks(session, work) : [],
    overriding: overriding?.reason ?? null,
    suggestion:
      suggestParcels(session, work)?.map(({ packaging, items }) => ({
        packaging,
        name: nameOf(packaging),
        units: items.reduce((sum, { units }) => sum + units, 0),
      })) ?? null,
    packagings: packagings.map(({ packaging, name }) => ({ packaging, name })),
    totes: totes === null ? null : totes.map((tote) => ({ tote: tote.tote, units: unitsOf(tote) })),
    ...(missing.length === 0 ? {} : { missingTotes: missing }),
    sealed: session.sealed.map(({ parcel, sscc, grams, packaging, labels }) => ({
      parcel,
      sscc,
      grams: grams ?? null,
      packaging: packaging ?? null,
      copies: labels ?? 0,
    })),
  };
}
