import type { HintBus } from '../hint-bus';

/** {@link HintBus} over two queues: what is about orders goes to the offboarding part, all else to the runtime part. */
export function routedHintBus(hints: HintBus, orders: HintBus): HintBus {
  return {
    send: async (all, notBefore) => {
      const forOrders = all.filter(({ kind }) => kind === 'order');
      await orders.send(forOrders, notBefore);
      await hints.send(forOrders.length === 0 ? all : all.filter(({ kind }) => kind !== 'order'), notBefore);
    },
  };
}
