import type { LlrpParameter } from '../../../protocols/llrp/message.ts';
import type { LlrpRequest, Turn } from './turn.ts';

/** Keepalives and the events that we listen to; nothing else of the reader is changed (LLRP 1.0.1, 12.1.3). */
export function readerConfiguration(turn: Turn): LlrpRequest {
  const { facts } = turn.state;
  const events = [
    'GPI_Event',
    'ROSpec_Event',
    ...(facts?.canWarnOfBuffer === true ? (['Report_Buffer_Fill_Warning'] as const) : []),
    'Reader_Exception_Event',
    'AISpec_Event',
    'Antenna_Event',
  ] as const;
  return {
    type: 'SET_READER_CONFIG',
    ResetToFactoryDefault: false,
    parameters: [
      {
        type: 'ReaderEventNotificationSpec',
        parameters: events.map(
          (EventType): LlrpParameter => ({
            type: 'EventNotificationState',
            EventType,
            NotificationState: true,
          }),
        ),
      },
      keepalive(turn),
      // After a broken connection nothing gets lost before we are ready for it.
      ...(facts?.canHoldReports === true
        ? ([{ type: 'EventsAndReports', HoldEventsAndReportsUponReconnect: true }] as const)
        : []),
    ],
  };
}

/** For a reader that refuses the whole. */
export function keepaliveOnly(turn: Turn): LlrpRequest {
  return { type: 'SET_READER_CONFIG', ResetToFactoryDefault: false, parameters: [keepalive(turn)] };
}

function keepalive({ settings }: Turn): LlrpParameter {
  return {
    type: 'KeepaliveSpec',
    KeepaliveTriggerType: 'Periodic',
    PeriodicTriggerValue: settings.keepaliveMs,
  };
}
