import { errorTable } from '../kernel/errors.ts';

/** What can go wrong with devices and their simulators; scanners report trouble as events and throw nothing. */
export const deviceErrors = errorTable({
  DEVICE_NOT_CONNECTED: {
    http: 503,
    retry: 'safe',
    meaning: 'The device is not connected, so nothing was sent to it.',
    remedy: 'Look whether it is plugged in and switched on: packproof devices list.',
  },
  DEVICE_WRITE_FAILED: {
    http: 503,
    retry: 'ambiguous',
    meaning: 'The device did not take all the bytes; a part may have reached it.',
    remedy: 'Look at the device before the same is sent again.',
  },
  SIMULATOR_SCANNER_UNKNOWN: {
    http: 404,
    retry: 'never',
    meaning: 'There is no simulated scanner of this name.',
    remedy: 'Use one of those that GET /v1/simulator lists.',
  },
  SIMULATOR_SCANNER_UNPLUGGED: {
    http: 409,
    retry: 'safe',
    meaning: 'The simulated scanner is unplugged, so nothing can be scanned with it.',
    remedy: 'Plug it in first.',
  },
  SIMULATOR_PRINTER_UNKNOWN: {
    http: 404,
    retry: 'never',
    meaning: 'There is no simulated printer of this name.',
    remedy: 'Use one of those that GET /v1/simulator lists.',
  },
  SIMULATOR_LABEL_UNKNOWN: {
    http: 404,
    retry: 'never',
    meaning: 'The simulated printer did not print this label, or so long ago that it is no longer kept.',
    remedy: 'Use one of those that GET /v1/printers/{id}/labels lists.',
  },
  SIMULATOR_BENCH_UNKNOWN: {
    http: 404,
    retry: 'never',
    meaning: 'There is no simulated scale and tag reader of this name.',
    remedy: 'Use one of those that GET /v1/simulator lists.',
  },
  SIMULATOR_WAY_UNKNOWN: {
    http: 404,
    retry: 'never',
    meaning: 'The simulator knows no such way in which the site could work.',
    remedy: 'Use one of those that GET /v1/ways lists.',
  },
  SIMULATOR_PEER_NOT_SET: {
    http: 409,
    retry: 'never',
    meaning: 'The simulator was not told the address of the service that this needs.',
    remedy: 'Set edgeUrl of the scanner, or centralUrl, in its configuration.',
  },
  SIMULATOR_PEER_FAILED: {
    http: 502,
    retry: 'safe',
    meaning: 'The service that the simulator asked did not answer, or refused.',
    remedy: 'Look at the message, and whether that service runs.',
  },
  BANK_INVOICE_UNKNOWN: {
    http: 404,
    retry: 'never',
    meaning: 'An invoice that is to be paid does not exist, or nothing is open on it.',
    remedy: 'Pay one of those that GET /v1/invoices of the simulator lists.',
  },
});
