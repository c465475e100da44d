import { z } from 'zod';

/** A port of a network printer, a serial port, or the device file of a USB printer (Linux: /dev/usb/lp0, or a link to it). */
const tcp = z.strictObject({
  host: z.string().min(1).max(255),
  port: z.number().int().min(1).max(65_535).default(9100),
});
const serial = z.strictObject({
  path: z.string().min(1).max(200),
  baudRate: z.number().int().positive().max(4_000_000).default(9600),
  dataBits: z.union([z.literal(7), z.literal(8)]).default(8),
  parity: z.enum(['none', 'even', 'odd']).default('none'),
  stopBits: z.union([z.literal(1), z.literal(2)]).default(1),
  rtscts: z.boolean().default(false),
});
const usb = z.strictObject({ file: z.string().min(1).max(200) });

const ms = (least: number, most: number, usual: number) =>
  z.number().int().min(least).max(most).default(usual);

/** The settings of one label printer that understands ZPL. */
export const printerConfig = z.strictObject({
  kind: z.literal('zpl').default('zpl'),
  id: z.string().min(1).max(64),
  at: z.union([tcp, serial, usb], '{"host", "port"}, a serial port {"path", "baudRate", ...} or {"file"}'),
  /** `none` for a printer that answers nothing: its jobs end as handed over, never as printed. */
  confirm: z.enum(['status', 'none']).default('status'),
  /**
   * The variable that counts labels. Nobody else may print on this printer then: the count is the proof that a job was
   * printed. Null where others do, or where there is none; a printer that does not know it is told by its status only.
   */
  counter: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,80}$/, 'the name of a variable')
    .nullable()
    .default('odometer.total_label_count'),
  /** How often it is asked while it is idle, and while it prints. */
  pollMs: ms(100, 60_000, 1_000),
  jobPollMs: ms(20, 10_000, 250),
  answerMs: ms(100, 60_000, 2_000),
  busyMs: ms(100, 600_000, 30_000),
  jobMs: ms(1_000, 600_000, 15_000),
  labelMs: ms(10, 60_000, 5_000),
  blockedMs: ms(0, 3_600_000, 120_000),
  settleMs: ms(100, 60_000, 3_000),
  recoverMs: ms(1_000, 600_000, 30_000),
  /** It never starts faster: what answered within this time was not restarted. */
  bootMs: ms(100, 60_000, 5_000),
  maxWaiting: z.number().int().min(1).max(1_000).default(50),
});
export type PrinterConfig = z.output<typeof printerConfig>;
