import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { type SocketListener } from '../amqp/socket-listener';
import { type Queues } from '../queue/queues';
import { type Faults } from './faults';

export interface Controlled {
  queues: Queues;
  faults: Faults;
  listener: SocketListener;
}

const expireLockBody = z.strictObject({ queue: z.string(), messageId: z.string().optional() });
const refuseTokensBody = z.strictObject({ refuse: z.boolean() });
const delaySettlementBody = z.strictObject({ delayMs: z.int().min(0).max(600_000) });

/** The routes of the control port: what there is, and what shall go wrong. All are safe to repeat. */
export function controlRoutes({ queues, faults, listener }: Controlled): Hono {
  const routes = new Hono();
  routes.use(async (context, next) => {
    // A web page in the developer's browser can reach loopback, too; tools do not send an Origin.
    if (context.req.header('Origin') !== undefined) return context.json({ error: 'Not for web pages.' }, 403);
    return next();
  });
  routes.get('/queues', (context) =>
    context.json(Object.fromEntries([...queues.all()].map((queue) => [queue.name, queue.counts]))),
  );
  routes.get('/process', (context) => context.json({ residentBytes: process.memoryUsage.rss() }));
  routes.post('/faults/drop-sockets', (context) => context.json({ dropped: listener.dropSockets() }));
  routes.post('/faults/expire-locks', async (context) => {
    const { queue, messageId } = await bodyOf(context, expireLockBody);
    const expired = queues
      .require(queue)
      .expireLocks((message) => messageId === undefined || message.messageId === messageId);
    return context.json({ expired });
  });
  routes.post('/faults/refuse-tokens', async (context) => {
    faults.refuseTokens = (await bodyOf(context, refuseTokensBody)).refuse;
    return context.json({ refuse: faults.refuseTokens });
  });
  routes.post('/faults/delay-settlement', async (context) => {
    faults.settlementDelayMs = (await bodyOf(context, delaySettlementBody)).delayMs;
    return context.json({ delayMs: faults.settlementDelayMs });
  });
  routes.onError((error, context) => context.json({ error: error.message }, 400));
  return routes;
}

async function bodyOf<Body>(context: Context, schema: z.ZodType<Body>): Promise<Body> {
  const parsed = schema.safeParse(await context.req.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  throw new Error(`The request's JSON body is not right: ${z.prettifyError(parsed.error)}`);
}
