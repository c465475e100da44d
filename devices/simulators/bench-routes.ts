import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseRequest } from '../../kernel/http/http.ts';
import { parseGtin } from '../../protocols/gs1/gtin.ts';
import { gtin14 } from '../../protocols/wire/ids.ts';
import { deviceErrors } from '../device-errors.ts';
import type { VirtualBench } from './virtual-bench.ts';

const loadBody = z.strictObject({ grams: z.number().int().min(0).max(40_000) });
const gtin = gtin14.refine((text) => parseGtin(text) !== null, 'a GTIN with the right check digit');
const unit = z.strictObject({ gtin, serial: z.string().regex(/^[0-9A-Za-z-]{1,20}$/) });
const tagsBody = z.strictObject({ tags: z.array(unit).max(200) });

/** What lies on the simulated scales, and the tags before the simulated readers. */
export function addBenchRoutes(app: FastifyInstance, benches: ReadonlyMap<string, VirtualBench>): void {
  const open = { config: { role: 'public' as const } };
  const benchOf = (id: string): VirtualBench => {
    const bench = benches.get(id);
    if (bench !== undefined) return bench;
    throw deviceErrors.fault('SIMULATOR_BENCH_UNKNOWN', `there is no bench ${id}`, { place: 'path.id' });
  };
  app.post<{ Params: { id: string } }>('/v1/benches/:id/load', open, async (request) => {
    const bench = benchOf(request.params.id);
    bench.weigh(parseRequest(loadBody, request.body).grams);
    return { v: 1, id: bench.id, grams: bench.grams };
  });
  app.post<{ Params: { id: string } }>('/v1/benches/:id/tags', open, async (request) => {
    const bench = benchOf(request.params.id);
    const { tags } = parseRequest(tagsBody, request.body);
    bench.showTags(tags);
    return { v: 1, id: bench.id, tags: tags.length };
  });
}
