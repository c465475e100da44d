import { z } from 'zod';
import { httpConfig } from '../../kernel/http/http.ts';
import { framings } from '../scanner/scanner.ts';

const httpUrl = z.url({ protocol: /^https?$/ });
const token = z.string().min(16);

/** The settings of the device simulators. */
export const simulatorConfig = z.strictObject({
  /** Where the links to the simulated devices appear: `scanner-{id}`. */
  dataDir: z.string().min(1),
  scanners: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/),
        /** What ends a scan on the wire. */
        framing: z.enum(framings).default('cr'),
        /** The station that the scanner is attached to, so that its screen can be shown beside the buttons. */
        edgeUrl: httpUrl.optional(),
        edgeToken: token.optional(),
      }),
    )
    .max(64)
    .refine(
      (list) => new Set(list.map(({ id }) => id)).size === list.length,
      'each scanner needs an id of its own',
    ),
  /** Where invoices are read and bank statements are posted. */
  centralUrl: httpUrl.optional(),
  centralToken: token.optional(),
  http: httpConfig.extend({ port: httpConfig.shape.port.default(8084) }).prefault({}),
});
export type SimulatorConfig = z.output<typeof simulatorConfig>;
