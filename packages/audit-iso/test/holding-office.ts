/** An office whose engine writes down what it is asked, for what the command line makes of its arguments. */
export const asked: unknown[] = [];

const holds = new Map<string, { readonly hold: string; readonly placedAt: number; readonly placedBy: string }>();

interface Order {
  readonly hold: string;
  readonly actor: { readonly id: string };
}

const note = (what: string, request?: unknown) => asked.push(request === undefined ? what : [what, request]);

export const openEngine = () => ({
  start: async () => void note('start'),
  stop: async () => void note('stop'),
  async hold(order: Order) {
    note('hold', order);
    holds.set(order.hold, { hold: order.hold, placedAt: 0, placedBy: order.actor.id });
    return [...holds.values()];
  },
  async release(order: Order) {
    note('release', order);
    if (!holds.delete(order.hold)) throw new Error('no such hold');
    return [...holds.values()];
  },
  holds: async () => [...holds.values()],
});
