/** What an act was about: the ids in its address, and the `id` in its body. */
export type Targets = Record<string, string>;

/** Ids, numbers of ours, days: nothing that a person wrote. */
const ID = /^[\w.-]{1,40}$/;

/** Of a request all else is left out: it may hold secrets, addresses, what a shopper said. */
export function targetsOf({ params, body }: { params: unknown; body: unknown }): Targets {
  const { id } = (body ?? {}) as { id?: unknown };
  const named = Object.entries({ ...(isNumber(id) && { id }), ...(params as Targets | undefined) });
  const ids = named.map(([name, value]) => [name, String(value)] as const);
  return Object.fromEntries(ids.filter(([, value]) => ID.test(value)));
}

function isNumber(value: unknown): value is number | string {
  return typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value));
}
