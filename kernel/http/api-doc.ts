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
  /** As JSON. */
  readonly body?: z.ZodType;
  /** The same may be asked without a body. */
  readonly bodyOptional?: true;
  /** Bodies that are no JSON: media type -> what stands in them. */
  readonly otherBodies?: Readonly<Record<string, z.ZodType>>;
  /** Headers that the handler reads. */
  readonly headers?: z.ZodType;
  /** The body of the answer to a success; left out where there is none. */
  readonly answer?: z.ZodType;
  /** 200 unless others are named. */
  readonly status?: number | readonly number[];
  /** application/json unless another one is named. */
  readonly answerType?: string;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    doc?: RouteDoc;
  }
}
