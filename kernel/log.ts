import { type Logger, pino } from 'pino';

export type Log = Logger;

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';

/**
 * A structured log on standard error, so that standard output stays free for results. Each line has a stable `event`
 * name and typed fields; secrets are redacted by name wherever they stand.
 */
export function createLog(name: string, level: LogLevel = 'info'): Log {
  return pino(
    {
      name,
      level,
      base: { name },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: [
          'token',
          'tokens',
          'password',
          '*.token',
          '*.tokens',
          '*.password',
          'req.headers.authorization',
          'req.headers.cookie',
        ],
        censor: '[secret]',
      },
    },
    pino.destination({ fd: 2, sync: true }),
  );
}
