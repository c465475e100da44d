import type { DeviceConfig } from '../device-config.ts';
import { type Device, type DeviceDeps, openDevice } from '../open-device.ts';
import type { HidAccess } from '../scanner/hid/hid-access.ts';
import type { Recorder } from './recorder.ts';
import { recordingConnector } from './recording-connector.ts';
import { recordingHid } from './recording-hid.ts';

/** It is reached as a HID device, by reports, rather than by a stream of bytes. */
export function isHid({ settings: { kind } }: DeviceConfig): boolean {
  return kind === 'hid-pos' || kind === 'keyboard';
}

/** Whether all that a device says passes a place where it can be recorded: devices that dial in, and brokers, do not. */
export function canBeRecorded(config: DeviceConfig, deps: DeviceDeps): boolean {
  if (isHid(config)) return true;
  let passes = false;
  const probe = openDevice(config, {
    ...deps,
    wrap: (connector) => {
      passes = true;
      return connector;
    },
  });
  void probe.port.close();
  return passes;
}

/** Makes the driver of a device, and whatever goes between the two is recorded. */
export function openRecorded(
  config: DeviceConfig,
  recorder: Recorder,
  deps: DeviceDeps & { readonly hid: HidAccess },
): Device {
  return openDevice(config, {
    ...deps,
    hid: recordingHid(deps.hid, recorder),
    wrap: (connector) => recordingConnector(connector, recorder),
  });
}
