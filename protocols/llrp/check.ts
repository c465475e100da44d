import type { Content } from './declare.ts';
import type { LlrpMessage, LlrpParameter, LlrpVersion } from './message.ts';
import { messageNamed, parameterNamed } from './registry.ts';

/** What is wrong with a well-formed message, in the words of a reader's LLRPStatus (LLRP 1.0.1, 14.1). */
export interface LlrpFault {
  readonly status:
    | 'M_MissingParameter'
    | 'M_DuplicateParameter'
    | 'M_UnexpectedParameter'
    | 'M_UnknownParameter'
    | 'M_UnsupportedMessage'
    | 'P_MissingParameter'
    | 'P_DuplicateParameter'
    | 'P_UnexpectedParameter'
    | 'P_UnknownParameter';
  /** `ADD_ROSPEC/ROSpec[0]`: where. */
  readonly path: string;
  /** The parameter that is missing or too much; of a choice all names. */
  readonly parameter: string;
}

/** What LLRP 1.0.1 does not have. */
const since11: ReadonlySet<string> = new Set([
  'GET_SUPPORTED_VERSION',
  'GET_SUPPORTED_VERSION_RESPONSE',
  'SET_PROTOCOL_VERSION',
  'SET_PROTOCOL_VERSION_RESPONSE',
  'MaximumReceiveSensitivity',
  'RFSurveyFrequencyCapabilities',
  'LoopSpec',
  'SpecLoopEvent',
  'C1G2XPCW1',
  'C1G2XPCW2',
  'C1G2Recommission',
  'C1G2BlockPermalock',
  'C1G2GetBlockPermalockStatus',
  'C1G2RecommissionOpSpecResult',
  'C1G2BlockPermalockOpSpecResult',
  'C1G2GetBlockPermalockStatusOpSpecResult',
]);

/**
 * Whether each parameter stands where it may and as often as it may, in the message's version. Empty when all is well. Vendors'
 * parameters may stand wherever a Custom parameter may.
 */
export function checkMessage(message: LlrpMessage): readonly LlrpFault[] {
  const definition = message.type === 'UnknownMessage' ? undefined : messageNamed(message.type);
  const foreign = message.version === 1 && since11.has(message.type);
  if (definition === undefined || foreign || message.type === 'UnknownMessage') {
    return [{ status: 'M_UnsupportedMessage', path: message.type, parameter: '' }];
  }
  const faults: LlrpFault[] = [];
  new Checker(message.version, faults).parent(
    definition.content,
    message.parameters ?? [],
    message.type,
    'M',
  );
  return faults;
}

type Level = 'M' | 'P';

class Checker {
  readonly #version: LlrpVersion;
  readonly #faults: LlrpFault[];

  constructor(version: LlrpVersion, faults: LlrpFault[]) {
    this.#version = version;
    this.#faults = faults;
  }

  parent(
    content: readonly Content[],
    parameters: readonly LlrpParameter[],
    path: string,
    level: Level,
  ): void {
    const counts = content.map(() => 0);
    for (const [place, parameter] of parameters.entries()) {
      this.#count(content, counts, parameter, path, level);
      this.#descend(parameter, `${path}/${parameter.type}[${place}]`);
    }
    for (const [at, { types, least }] of content.entries()) {
      if ((counts[at] ?? 0) < least) {
        this.#faults.push({ status: `${level}_MissingParameter`, path, parameter: types.join(' or ') });
      }
    }
  }

  #count(
    content: readonly Content[],
    counts: number[],
    parameter: LlrpParameter,
    path: string,
    level: Level,
  ): void {
    const name = parameter.type;
    if (name === 'UnknownParameter' || (this.#version === 1 && since11.has(name))) {
      this.#faults.push({ status: `${level}_UnknownParameter`, path, parameter: name });
      return;
    }
    const at = placeOf(content, counts, name);
    if (at < 0) {
      const status = content.some(({ types }) => types.includes(name))
        ? (`${level}_DuplicateParameter` as const)
        : (`${level}_UnexpectedParameter` as const);
      this.#faults.push({ status, path, parameter: name });
      return;
    }
    counts[at] = (counts[at] ?? 0) + 1;
  }

  #descend(parameter: LlrpParameter, path: string): void {
    const definition = parameter.type === 'UnknownParameter' ? undefined : parameterNamed(parameter.type);
    if (definition !== undefined && parameter.type !== 'UnknownParameter') {
      this.parent(definition.content, parameter.parameters ?? [], path, 'P');
    }
  }
}

/** The first place with room for the name, or else for a Custom parameter; -1 where there is none. */
function placeOf(content: readonly Content[], counts: readonly number[], name: string): number {
  const roomFor = (wanted: string) =>
    content.findIndex(({ types, most }, at) => types.includes(wanted) && (counts[at] ?? 0) < most);
  const own = roomFor(name);
  const vendors = parameterNamed(name)?.encoding.form === 'custom';
  return own < 0 && vendors ? roomFor('Custom') : own;
}
