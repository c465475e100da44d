import {
  type LlrpParameter,
  type MessageOf,
  type ParameterOf,
  parameterIn,
  parametersIn,
} from '../../../protocols/llrp/message.ts';
import type { ReaderModel } from './models.ts';

/** What SET_READER_CONFIG changes. */
export interface ReaderSettings {
  /** Names of the events that are told. */
  readonly events: ReadonlySet<string>;
  /** 0: none. */
  readonly keepaliveMs: number;
  readonly holds: boolean;
}

export const factorySettings: ReaderSettings = { events: new Set(), keepaliveMs: 0, holds: false };

export function changedSettings(
  settings: ReaderSettings,
  request: MessageOf<'SET_READER_CONFIG'>,
): ReaderSettings {
  const start = request.ResetToFactoryDefault ? factorySettings : settings;
  const keepalive = parameterIn(request, 'KeepaliveSpec');
  const notification = parameterIn(request, 'ReaderEventNotificationSpec');
  const keepaliveMs = keepalive?.KeepaliveTriggerType === 'Periodic' ? keepalive.PeriodicTriggerValue : 0;
  return {
    events: notification === undefined ? start.events : eventsAfter(start.events, notification),
    keepaliveMs: keepalive === undefined ? start.keepaliveMs : keepaliveMs,
    holds: parameterIn(request, 'EventsAndReports')?.HoldEventsAndReportsUponReconnect ?? start.holds,
  };
}

function eventsAfter(events: ReadonlySet<string>, spec: ParameterOf<'ReaderEventNotificationSpec'>) {
  const after = new Set(events);
  for (const { EventType, NotificationState } of parametersIn(spec, 'EventNotificationState')) {
    if (NotificationState) after.add(String(EventType));
    else after.delete(String(EventType));
  }
  return after;
}

export interface Ports {
  isConnected(antenna: number): boolean;
  isHigh(port: number): boolean;
}

/** What GET_READER_CONFIG_RESPONSE holds besides the status. */
export function configurationOf(model: ReaderModel, settings: ReaderSettings, ports: Ports): LlrpParameter[] {
  const numbers = (count: number) => Array.from({ length: count }, (_, place) => place + 1);
  return [
    { type: 'Identification', IDType: 'MAC_Address', ReaderID: '001625FFFE123456' },
    ...numbers(model.antennas).map(
      (AntennaID): LlrpParameter => ({
        type: 'AntennaProperties',
        AntennaConnected: ports.isConnected(AntennaID),
        AntennaID,
        AntennaGain: 0,
      }),
    ),
    { type: 'LLRPConfigurationStateValue', LLRPConfigurationStateValue: 0 },
    {
      type: 'KeepaliveSpec',
      KeepaliveTriggerType: settings.keepaliveMs === 0 ? 'Null' : 'Periodic',
      PeriodicTriggerValue: settings.keepaliveMs,
    },
    ...numbers(model.inputs).map(
      (GPIPortNum): LlrpParameter => ({
        type: 'GPIPortCurrentState',
        GPIPortNum,
        Config: true,
        State: ports.isHigh(GPIPortNum) ? 'High' : 'Low',
      }),
    ),
    { type: 'EventsAndReports', HoldEventsAndReportsUponReconnect: settings.holds },
  ];
}
