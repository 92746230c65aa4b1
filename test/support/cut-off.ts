import type { Ports } from '../../functions/ports';

type Method = (...args: unknown[]) => Promise<unknown>;

/**
 * The ports, one of whose methods (`port.method`) is cut off once, as soon as it is due: before it did anything, or
 * before it could say that it did.
 */
export function cutOff(ports: Ports, path: string, when: 'before' | 'after', isDue = () => true): Ports {
  const [portName, methodName] = path.split('.') as [keyof Ports, string];
  const port = ports[portName] as unknown as Record<string, Method>;
  const real = port[methodName]!.bind(port);
  let isStruck = false;
  const cut: Method = async (...args) => {
    if (isStruck || !isDue()) return real(...args);
    isStruck = true;
    if (when === 'after') await real(...args);
    throw new Error(`cut off ${when} ${path}`);
  };
  // The life of a subject holds the same port: so the port itself is changed, not a copy.
  port[methodName] = cut;
  return ports;
}
