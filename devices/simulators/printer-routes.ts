import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseRequest } from '../../kernel/http/http.ts';
import { deviceErrors } from '../device-errors.ts';
import type { VirtualPrinter } from './virtual-printer.ts';

const paperBody = z.strictObject({ paper: z.enum(['in', 'out']) });
const labelParams = z.strictObject({ id: z.string(), label: z.coerce.number().int().positive() });

/** The labels that the simulated printers printed, and their paper. */
export function addPrinterRoutes(app: FastifyInstance, printers: ReadonlyMap<string, VirtualPrinter>): void {
  const open = { config: { role: 'public' as const } };
  const printerOf = (id: string): VirtualPrinter => {
    const printer = printers.get(id);
    if (printer !== undefined) return printer;
    throw deviceErrors.fault('SIMULATOR_PRINTER_UNKNOWN', `there is no printer ${id}`, { place: 'path.id' });
  };
  const labelsOf = (printer: VirtualPrinter) => ({
    ...{ v: 1, id: printer.id, paper: printer.hasPaper ? 'in' : 'out' },
    labels: printer.labels(),
  });
  app.get<{ Params: { id: string } }>('/v1/printers/:id/labels', open, async (request) =>
    labelsOf(printerOf(request.params.id)),
  );
  app.get('/v1/printers/:id/labels/:label', open, async (request, reply) => {
    const { id, label } = parseRequest(labelParams, request.params, 'path');
    const png = await printerOf(id).picture(label);
    return reply.type('image/png').header('cache-control', 'no-store').send(png);
  });
  app.post<{ Params: { id: string } }>('/v1/printers/:id/paper', open, async (request) => {
    const printer = printerOf(request.params.id);
    printer.setPaper(parseRequest(paperBody, request.body).paper === 'in');
    return labelsOf(printer);
  });
}
