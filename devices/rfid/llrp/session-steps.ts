import { type LlrpMessage, type MessageOf, parametersIn } from '../../../protocols/llrp/message.ts';
import { keepaliveOnly, readerConfiguration } from './reader-configuration.ts';
import { factsOf } from './reader-facts.ts';
import { conflictWith, planRoSpec } from './rospec.ts';
import { clockBasisOf } from './session-clock.ts';
import { noteConfiguration } from './session-events.ts';
import type { StepName } from './session-state.ts';
import type { LlrpRequest, Turn } from './turn.ts';

export interface SetupStep {
  /** For a person: "the reader refuses ...". */
  readonly what: string;
  /** Null: there is nothing to ask. A string: it cannot be done, and why. */
  request(turn: Turn): LlrpRequest | string | null;
  /** Takes the answer; a string says why the reader cannot be used. */
  done?(turn: Turn, answer: LlrpMessage): string | undefined;
  /** What a refusal means, where it is not the end; by default the reader cannot be used. */
  refused?(turn: Turn, reason: string): void;
  /** No answer belongs to it. */
  readonly isSilent?: true;
}

/** What is done on each new connection. */
export function setupPlan(version: '1.0.1' | '1.1'): readonly StepName[] {
  const usual: readonly StepName[] = [
    'capabilities',
    'extensions',
    'configuration',
    'rospecs',
    'set-configuration',
    'add-rospec',
    'enable-events',
  ];
  return version === '1.1' ? ['versions', ...usual] : usual;
}

const trouble = (what: string) => (turn: Turn, reason: string) =>
  turn.trouble(`the reader refuses ${what}: ${reason}`);

const ownRoSpec =
  (type: 'DELETE_ROSPEC' | 'ENABLE_ROSPEC' | 'DISABLE_ROSPEC' | 'START_ROSPEC') => (turn: Turn) => ({
    type,
    ROSpecID: turn.settings.roSpecId,
  });

const getConfiguration = (RequestedData: 'All' | 'KeepaliveSpec') => (): LlrpRequest => ({
  type: 'GET_READER_CONFIG',
  AntennaID: 0,
  RequestedData,
  GPIPortNum: 0,
  GPOPortNum: 0,
});

export const setupSteps: Readonly<Record<StepName, SetupStep>> = {
  versions: {
    what: 'to tell its versions',
    request: () => ({ type: 'GET_SUPPORTED_VERSION' }),
    done: (turn, answer) => {
      const { SupportedVersion } = answer as MessageOf<'GET_SUPPORTED_VERSION_RESPONSE'>;
      if (SupportedVersion >= 2) turn.set({ plan: ['set-version', ...turn.state.plan] });
      return undefined;
    },
    // A reader of 1.0.1 does not know the question.
    refused: () => {},
  },
  'set-version': {
    what: 'LLRP 1.1',
    request: () => ({ type: 'SET_PROTOCOL_VERSION', ProtocolVersion: 2 }),
    done: (turn) => {
      turn.set({ version: 2 });
      return undefined;
    },
    refused: trouble('LLRP 1.1'),
  },
  capabilities: {
    what: 'to tell its capabilities',
    request: () => ({ type: 'GET_READER_CAPABILITIES', RequestedData: 'All' }),
    done: (turn, answer) => {
      const facts = factsOf(answer as MessageOf<'GET_READER_CAPABILITIES_RESPONSE'>);
      turn.set({ facts, clockBasis: clockBasisOf(turn.state, facts.hasUtcClock) });
      return undefined;
    },
  },
  extensions: {
    what: "its maker's extensions",
    request: (turn) => (turn.state.facts?.vendor === 'impinj' ? { type: 'IMPINJ_ENABLE_EXTENSIONS' } : null),
    refused: trouble("its maker's extensions"),
  },
  configuration: {
    what: 'to tell its configuration',
    request: getConfiguration('All'),
    done: (turn, answer) => {
      noteConfiguration(turn, answer as MessageOf<'GET_READER_CONFIG_RESPONSE'>);
      return undefined;
    },
    refused: trouble('to tell its configuration'),
  },
  rospecs: {
    what: 'to tell its ROSpecs',
    request: () => ({ type: 'GET_ROSPECS' }),
    done: (turn, answer) => planDeletions(turn, answer as MessageOf<'GET_ROSPECS_RESPONSE'>),
  },
  'delete-all-access-specs': {
    what: 'to delete AccessSpecs',
    request: () => ({ type: 'DELETE_ACCESSSPEC', AccessSpecID: 0 }),
    refused: trouble('to delete AccessSpecs'),
  },
  'delete-all-rospecs': {
    what: 'to delete ROSpecs',
    request: () => ({ type: 'DELETE_ROSPEC', ROSpecID: 0 }),
  },
  'delete-own-rospec': { what: 'to delete our old ROSpec', request: ownRoSpec('DELETE_ROSPEC') },
  'set-configuration': {
    what: 'its configuration',
    request: readerConfiguration,
    done: (turn) => {
      turn.set({ keptAlive: true });
      return undefined;
    },
    refused: (turn, reason) => {
      trouble('its configuration')(turn, reason);
      turn.set({ plan: ['set-keepalive', ...turn.state.plan] });
    },
  },
  'set-keepalive': {
    what: 'keepalives',
    request: keepaliveOnly,
    done: (turn) => {
      turn.set({ keptAlive: true });
      return undefined;
    },
    // It is asked whether it is there instead.
    refused: trouble('keepalives'),
  },
  'add-rospec': {
    what: 'our ROSpec',
    request: (turn) => {
      const { facts } = turn.state;
      if (facts === null) return 'the reader told no capabilities';
      const { roSpec, troubles } = planRoSpec(turn.settings, facts);
      for (const text of troubles) turn.trouble(text);
      return roSpec === null ? troubles.join('; ') : { type: 'ADD_ROSPEC', parameters: [roSpec] };
    },
  },
  'enable-events': { what: 'events', request: () => ({ type: 'ENABLE_EVENTS_AND_REPORTS' }), isSilent: true },
  'enable-rospec': {
    what: 'to enable our ROSpec',
    request: ownRoSpec('ENABLE_ROSPEC'),
    done: (turn) => {
      turn.set({ enabled: true });
      return undefined;
    },
  },
  'disable-rospec': {
    what: 'to disable our ROSpec',
    request: ownRoSpec('DISABLE_ROSPEC'),
    done: (turn) => {
      turn.set({ enabled: false, restartMs: null });
      return undefined;
    },
  },
  'start-rospec': {
    what: 'to start our ROSpec',
    request: ownRoSpec('START_ROSPEC'),
    refused: trouble('to start our ROSpec'),
  },
  probe: { what: 'to tell its keepalive', request: getConfiguration('KeepaliveSpec'), refused: () => {} },
};

/** Makes room for our ROSpec: without `takeOver` only in its own place. */
function planDeletions(turn: Turn, answer: MessageOf<'GET_ROSPECS_RESPONSE'>): string | undefined {
  const { settings, state } = turn;
  const found = parametersIn(answer, 'ROSpec');
  if (settings.takeOver) {
    const deletions: StepName[] = ['delete-all-access-specs'];
    if (found.length > 0) deletions.push('delete-all-rospecs');
    turn.set({ plan: [...deletions, ...state.plan] });
    return undefined;
  }
  const conflict = conflictWith(found, settings);
  if (conflict !== null) return conflict;
  if (found.some(({ ROSpecID }) => ROSpecID === settings.roSpecId)) {
    turn.set({ plan: ['delete-own-rospec', ...state.plan] });
  }
  return undefined;
}
