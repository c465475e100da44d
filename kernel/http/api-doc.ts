import type { z } from 'zod';

/**
 * What the OpenAPI document says of a route, declared where the route is: `config: { role, doc: { ... } }`. The schemas are
 * those that the handler parses with, so the document cannot say anything else.
 */
export interface RouteDoc {
  /** One sentence that begins with a verb. */
  readonly summary: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** The body of the answer to a success; left out where there is none. */
  readonly answer?: z.ZodType;
  /** 200 unless another one is named. */
  readonly status?: number;
  /** application/json unless another one is named. */
  readonly answerType?: string;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    doc?: RouteDoc;
  }
}
