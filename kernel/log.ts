import { type Logger, pino } from 'pino';

export type Log = Logger;

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';

const secretPaths = [
  'token',
  'tokens',
  'password',
  '*.token',
  '*.tokens',
  '*.password',
  'req.headers.authorization',
  'req.headers.cookie',
];

/**
 * A structured log, by default on standard error so that standard output stays free for results. Each line has a stable
 * `event` name and typed fields; secrets are redacted by name wherever they stand.
 */
export function createLog(name: string, level: LogLevel = 'info', file?: string): Log {
  return pino(
    {
      name,
      level,
      base: { name },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secretPaths, censor: '[secret]' },
    },
    pino.destination(file === undefined ? { fd: 2, sync: true } : { dest: file, mkdir: true, sync: true }),
  );
}
