import type { Language } from '../../protocols/wire/work/site-rules.ts';
import type { StationState } from './state.ts';
import type { WorkView } from './work-view.ts';

/** The person's language, or the site's. */
export function languageOf({ person }: StationState, work: WorkView): Language {
  return person.language ?? work.rules().language;
}
