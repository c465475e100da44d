import type { LlrpMessage } from '../../../protocols/llrp/message.ts';
import type { DeviceState } from '../../device-state.ts';
import type { RfidEvent } from '../reader.ts';
import type { LlrpReaderConfig } from './llrp-config.ts';
import type { LlrpEffect, LlrpInput, LlrpSession } from './session-state.ts';
import { clipped } from './status-text.ts';
import { stepTroubles } from './troubles.ts';

type Headless<M> = M extends unknown ? Omit<M, 'version' | 'id'> : never;
/** A message without the header, which the turn puts on. */
export type LlrpRequest = Headless<LlrpMessage>;

const lastId = 0xffff_ffff;

/** The making of one step of the session: the state as it becomes, and the effects so far. */
export class Turn {
  state: LlrpSession;
  readonly effects: LlrpEffect[] = [];
  readonly settings: LlrpReaderConfig;
  readonly atMs: number;
  readonly nowMs: number;

  constructor(
    settings: LlrpReaderConfig,
    state: LlrpSession,
    { atMs, nowMs }: Pick<LlrpInput, 'atMs' | 'nowMs'>,
  ) {
    this.settings = settings;
    this.state = state;
    this.atMs = atMs;
    this.nowMs = nowMs;
  }

  set(changes: Partial<LlrpSession>): void {
    this.state = { ...this.state, ...changes };
  }

  /** Sends it under the next id, which is returned. */
  send(request: LlrpRequest): number {
    const id = this.state.nextId;
    this.set({ nextId: id === lastId ? 1 : id + 1 });
    // The four messages about versions exist in 1.1 only, whatever is spoken (LLRP 1.1, 9.1).
    const isAboutVersions =
      request.type === 'GET_SUPPORTED_VERSION' || request.type === 'SET_PROTOCOL_VERSION';
    this.answer(request, id, isAboutVersions ? 2 : this.state.version);
    return id;
  }

  answer(request: LlrpRequest, id: number, version = this.state.version): void {
    this.effects.push({ kind: 'send', message: { ...request, version, id } as LlrpMessage });
  }

  tell(event: RfidEvent): void {
    this.effects.push({ kind: 'tell', event });
  }

  tellState(state: DeviceState, detail?: string): void {
    const news = `${state} ${detail ?? ''}`;
    if (news === this.state.toldState) return;
    this.set({ toldState: news });
    this.tell({ kind: 'state', state, ...(detail === undefined ? {} : { detail }) });
  }

  trouble(message: string): void {
    const { troubles, text } = stepTroubles(this.state.troubles, clipped(message), this.atMs);
    this.set({ troubles });
    if (text !== null) this.tell({ kind: 'trouble', message: text });
  }

  /** Gives the connection up; the line says when it is gone, and makes the next. */
  reconnect(reason: string): void {
    this.set({ pending: null, plan: [], enabled: false, dueMs: null, restartMs: null });
    this.effects.push({ kind: 'reconnect', reason });
  }
}
