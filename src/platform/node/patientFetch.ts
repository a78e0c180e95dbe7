/** Where Node keeps the agent that its `fetch` uses; set by the first use of it. */
const agentSymbol = Symbol.for('undici.globalDispatcher.1');

/** What is used of the class of Node's own agent: limits in ms, 0 for none. */
type AgentClass = new (limits: { readonly headersTimeout: number; readonly bodyTimeout: number }) => object;

/**
 * Node's `fetch` without its own limits: it gives up when a server is silent for 300 s, and a connection may be allowed to
 * take longer. Whoever uses it must bring a signal that ends a request. Where Node keeps its agent elsewhere, it is the
 * plain `fetch`.
 */
export function patientFetch(): typeof fetch {
  let agent: Promise<object | undefined> | undefined;
  return async (input, init) => {
    const dispatcher = await (agent ??= agentWithoutLimits());
    return fetch(input, { ...init, ...(dispatcher && { dispatcher }) } as NonNullable<Parameters<typeof fetch>[1]>);
  };
}

async function agentWithoutLimits(): Promise<object | undefined> {
  await fetch('data:,');
  const own = (globalThis as Readonly<Record<symbol, unknown>>)[agentSymbol];
  if (typeof own !== 'object' || own === null) return undefined;
  const Agent = own.constructor as AgentClass;
  try {
    return new Agent({ headersTimeout: 0, bodyTimeout: 0 });
  } catch {
    return undefined;
  }
}
