import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance } from 'fastify';

/** A route as a service has declared it. */
export interface Route {
  readonly service: string;
  readonly method: string;
  readonly url: string;
  /** Undefined if it declares none. */
  readonly role: string | undefined;
  readonly bodyLimit: number;
}

const channel = 'fastify.initialization';

/**
 * Starts something and notes every route that its HTTP service declares: fastify tells of each new instance, so that
 * no list has to be kept here, and a route that is new tomorrow is covered.
 */
export async function collectRoutes<Running>(
  service: string,
  routes: Route[],
  start: () => Promise<Running>,
): Promise<Running> {
  const onInstance = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance };
    fastify.addHook('onRoute', (route) => {
      for (const method of [route.method].flat()) {
        const bodyLimit = route.bodyLimit ?? fastify.initialConfig.bodyLimit ?? 1_048_576;
        routes.push({ service, method, url: route.url, role: route.config?.role, bodyLimit });
      }
    });
  };
  subscribe(channel, onInstance);
  try {
    return await start();
  } finally {
    unsubscribe(channel, onInstance);
  }
}
