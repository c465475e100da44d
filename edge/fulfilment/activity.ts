import type { Barcode } from '../../protocols/gs1/barcode.ts';
import type { Language } from '../../protocols/wire/work/site-rules.ts';
import type { Decision, StepContext, Verdict } from './decision.ts';
import type { Sensed } from './input.ts';
import type { Message } from './message.ts';
import type { ActivityView, ScreenAction, Wants } from './screen-view.ts';
import type { Activity, StationState } from './state.ts';
import type { WorkView } from './work-view.ts';

export type Command = Extract<Barcode, { kind: 'command' }>;
/** What is not a command. */
export type Code = Exclude<Barcode, { kind: 'command' }>;

/**
 * How one kind of work is done. Every function is pure. Null means that the input is none of its business: a code may then
 * open other work, a command is unknown here, and what was sensed is nothing that anybody waits for.
 */
export interface ActivityRules<Kind extends Activity> {
  scan(state: StationState, activity: Kind, code: Code, context: StepContext): Decision | null;
  command(state: StationState, activity: Kind, command: Command, context: StepContext): Decision | null;
  sense(state: StationState, activity: Kind, sensed: Sensed, context: StepContext): Decision | null;
  /** Lays the work aside for other work, if that loses nothing: dropped or parked, or why it must be finished first. */
  leave(state: StationState, activity: Kind, context: StepContext): StationState | Verdict;
  wants(activity: Kind, work: WorkView): Wants;
  /** The order that the next scan concerns, if it is one. */
  order(activity: Kind): string | undefined;
  /** What to do next, as a title for the person. */
  prompt(activity: Kind, work: WorkView): Message;
  /** Everything that can be done now by a command, for buttons. */
  actions(activity: Kind, work: WorkView): readonly ScreenAction<Message>[];
  /** What can be undone, newest first: the first is what `PP:UNDO` takes back. Left out where nothing can. */
  undoable?(activity: Kind, work: WorkView): readonly Message[];
  /** What a person was asked and has not answered: `PP:UNDO` takes that back before anything that was done. Left out where nothing is asked. */
  question?(activity: Kind): Question<Kind> | null;
  /** What the screen shows of it. */
  view(activity: Kind, work: WorkView, language: Language): ActivityView;
}

/** What is asked of a person, for the list of what can be undone, and the work without it. */
export interface Question<Asking> {
  readonly what: Message;
  readonly without: Asking;
}

/** Tries what a code may open when the work in hand does not want it; null if it opens nothing. */
export type Opener = (state: StationState, code: Code, context: StepContext) => Decision | null;

/** A command that begins work, or that needs none. */
export type CommandOpener = (state: StationState, command: Command, context: StepContext) => Decision | null;
