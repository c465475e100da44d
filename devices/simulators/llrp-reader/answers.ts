import { checkMessage } from '../../../protocols/llrp/check.ts';
import { type LlrpMessage, type MessageOf, parameterIn } from '../../../protocols/llrp/message.ts';
import { capabilitiesOf } from './models.ts';
import type { OwnMessage, ReaderCore } from './reader-core.ts';
import { changedSettings, configurationOf } from './reader-settings.ts';
import { fieldRefusal, type Refusal, statusOf } from './status.ts';

const impinj = 25882;

/** What a reader answers to a request; null where no answer belongs to it. */
export function answerTo(core: ReaderCore, message: LlrpMessage): OwnMessage | null {
  const refusal = formRefusal(message);
  if (refusal !== null) {
    return { type: 'ERROR_MESSAGE', parameters: [statusOf(refusal)] };
  }
  switch (message.type) {
    case 'GET_SUPPORTED_VERSION':
      return {
        type: 'GET_SUPPORTED_VERSION_RESPONSE',
        CurrentVersion: core.version,
        SupportedVersion: 2,
        parameters: [statusOf(null)],
      };
    case 'SET_PROTOCOL_VERSION':
      return setVersion(core, message);
    case 'GET_READER_CAPABILITIES':
      return {
        type: 'GET_READER_CAPABILITIES_RESPONSE',
        parameters: [statusOf(null), ...capabilitiesOf(core.options.model)],
      };
    case 'GET_READER_CONFIG':
      return {
        type: 'GET_READER_CONFIG_RESPONSE',
        parameters: [statusOf(null), ...configurationOf(core.options.model, core.settings, core)],
      };
    case 'SET_READER_CONFIG':
      core.settings = changedSettings(core.settings, message);
      return { type: 'SET_READER_CONFIG_RESPONSE', parameters: [statusOf(null)] };
    case 'ENABLE_EVENTS_AND_REPORTS':
      core.release();
      return null;
    case 'GET_REPORT':
      core.release();
      return null;
    case 'CLOSE_CONNECTION':
      return { type: 'CLOSE_CONNECTION_RESPONSE', parameters: [statusOf(null)] };
    case 'IMPINJ_ENABLE_EXTENSIONS':
      core.hasExtensions = core.options.model.maker === impinj;
      return {
        type: 'IMPINJ_ENABLE_EXTENSIONS_RESPONSE',
        parameters: [statusOf(core.hasExtensions ? null : unsupported)],
      };
    default:
      return aboutSpecs(core, message);
  }
}

const unsupported: Refusal = { code: 'M_UnsupportedMessage', text: 'this message is not supported' };

function aboutSpecs(core: ReaderCore, message: LlrpMessage): OwnMessage {
  const { roSpecs } = core;
  const status = (refusal: Refusal | null) => ({ parameters: [statusOf(refusal)] });
  switch (message.type) {
    case 'ADD_ROSPEC':
      return { type: 'ADD_ROSPEC_RESPONSE', ...status(addRoSpec(core, message)) };
    case 'DELETE_ROSPEC':
      return { type: 'DELETE_ROSPEC_RESPONSE', ...status(roSpecs.delete(message.ROSpecID)) };
    case 'ENABLE_ROSPEC':
      return { type: 'ENABLE_ROSPEC_RESPONSE', ...status(roSpecs.enable(message.ROSpecID)) };
    case 'DISABLE_ROSPEC':
      return { type: 'DISABLE_ROSPEC_RESPONSE', ...status(roSpecs.disable(message.ROSpecID)) };
    case 'START_ROSPEC':
      return { type: 'START_ROSPEC_RESPONSE', ...status(roSpecs.start(message.ROSpecID)) };
    case 'STOP_ROSPEC':
      return { type: 'STOP_ROSPEC_RESPONSE', ...status(roSpecs.stop(message.ROSpecID)) };
    case 'GET_ROSPECS':
      return { type: 'GET_ROSPECS_RESPONSE', parameters: [statusOf(null), ...roSpecs.all] };
    case 'GET_ACCESSSPECS':
      return { type: 'GET_ACCESSSPECS_RESPONSE', ...status(null) };
    case 'DELETE_ACCESSSPEC': {
      const refusal = message.AccessSpecID === 0 ? null : fieldRefusal(0, 'there is no such AccessSpec');
      return { type: 'DELETE_ACCESSSPEC_RESPONSE', ...status(refusal) };
    }
    default:
      return { type: 'ERROR_MESSAGE', ...status(unsupported) };
  }
}

function setVersion(core: ReaderCore, { ProtocolVersion }: MessageOf<'SET_PROTOCOL_VERSION'>): OwnMessage {
  const isSpoken = ProtocolVersion === 1 || ProtocolVersion === 2;
  if (isSpoken) core.version = ProtocolVersion;
  const refusal = { code: 'M_UnsupportedVersion', text: 'LLRP 1.0.1 and 1.1 are spoken here' } as const;
  return { type: 'SET_PROTOCOL_VERSION_RESPONSE', parameters: [statusOf(isSpoken ? null : refusal)] };
}

function addRoSpec(core: ReaderCore, message: MessageOf<'ADD_ROSPEC'>): Refusal | null {
  const { model, faults } = core.options;
  const roSpec = parameterIn(message, 'ROSpec');
  if (roSpec === undefined || faults.has('wrong-status')) {
    return fieldRefusal(0, 'the radio is not ready');
  }
  const own = model.maker === impinj && !core.hasExtensions ? [] : [model.maker];
  return core.roSpecs.add(roSpec, new Set(own));
}

/** Missing and misplaced parameters, and messages that no client sends. */
function formRefusal(message: LlrpMessage): Refusal | null {
  const fault = checkMessage(message)[0];
  if (fault === undefined) return null;
  return { code: fault.status, text: `${fault.path}: ${fault.parameter}` };
}
