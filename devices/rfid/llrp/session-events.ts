import {
  type MessageOf,
  type ParameterOf,
  parameterIn,
  parametersIn,
} from '../../../protocols/llrp/message.ts';
import { noteEventTime } from './session-clock.ts';
import type { Turn } from './turn.ts';

/** More antennas and inputs than a reader has are not remembered. */
const most = 256;
/** A ROSpec that starts by itself has done so by then. */
const restartMs = 1_000;

/** What a reader tells by itself, but for the greeting (LLRP 1.0.1, 13.2.6). */
export function noteEvent(turn: Turn, data: ParameterOf<'ReaderEventNotificationData'>): void {
  noteEventTime(turn, data);
  const antenna = parameterIn(data, 'AntennaEvent');
  if (antenna !== undefined) noteAntenna(turn, antenna.AntennaID, antenna.EventType === 'Antenna_Connected');
  const input = parameterIn(data, 'GPIEvent');
  if (input !== undefined) noteInput(turn, input.GPIPortNumber, input.GPIEvent);
  const roSpec = parameterIn(data, 'ROSpecEvent');
  if (roSpec !== undefined) noteRoSpec(turn, roSpec);
  for (const text of troublesIn(data)) turn.trouble(text);
}

function troublesIn(data: ParameterOf<'ReaderEventNotificationData'>): string[] {
  const exception = parameterIn(data, 'ReaderExceptionEvent');
  const level = parameterIn(data, 'ReportBufferLevelWarningEvent');
  const isOverflow = parameterIn(data, 'ReportBufferOverflowErrorEvent') !== undefined;
  const isWanted = parameterIn(data, 'ConnectionAttemptEvent')?.Status === 'Another_Connection_Attempted';
  return [
    ...(exception === undefined ? [] : [exceptionText(exception)]),
    ...(level === undefined
      ? []
      : [`the reader's report buffer is ${level.ReportBufferPercentageFull} % full`]),
    ...(isOverflow ? ["the reader's report buffer ran over: reads are lost"] : []),
    ...(isWanted ? ['another program tried to connect to the reader'] : []),
  ];
}

function exceptionText(event: ParameterOf<'ReaderExceptionEvent'>): string {
  const antenna = parameterIn(event, 'AntennaID');
  return `the reader reports${antenna === undefined ? '' : ` of antenna ${antenna.AntennaID}`}: ${event.Message}`;
}

function noteRoSpec(
  turn: Turn,
  { EventType, ROSpecID, PreemptingROSpecID }: ParameterOf<'ROSpecEvent'>,
): void {
  const { settings, state } = turn;
  if (ROSpecID !== settings.roSpecId) return;
  if (EventType === 'Preemption_Of_ROSpec') {
    turn.trouble(`ROSpec ${PreemptingROSpecID} of another program interrupts our reading`);
  }
  const isOver = EventType !== 'Start_Of_ROSpec' && state.enabled && settings.startOnInput === undefined;
  turn.set({ restartMs: isOver ? turn.atMs + restartMs : null });
}

/** What is connected and how the inputs stand before the first event. */
export function noteConfiguration(turn: Turn, configuration: MessageOf<'GET_READER_CONFIG_RESPONSE'>): void {
  for (const { AntennaID, AntennaConnected } of parametersIn(configuration, 'AntennaProperties')) {
    noteAntenna(turn, AntennaID, AntennaConnected);
  }
  for (const { GPIPortNum, State } of parametersIn(configuration, 'GPIPortCurrentState')) {
    if (State === 'High' || State === 'Low') noteInput(turn, GPIPortNum, State === 'High');
  }
}

function noteAntenna(turn: Turn, antenna: number, connected: boolean): void {
  const antennas = changed(turn.state.antennas, antenna, connected);
  if (antennas === null) return;
  turn.set({ antennas });
  turn.tell({ kind: 'antenna', antenna, connected });
}

function noteInput(turn: Turn, port: number, high: boolean): void {
  const inputs = changed(turn.state.inputs, port, high);
  if (inputs === null) return;
  turn.set({ inputs });
  turn.tell({ kind: 'input', port, high });
}

function changed(known: ReadonlyMap<number, boolean>, key: number, value: boolean) {
  const isNews = known.get(key) !== value && (known.has(key) || known.size < most);
  return isNews ? new Map(known).set(key, value) : null;
}
