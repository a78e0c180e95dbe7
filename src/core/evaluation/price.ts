import type { Usage } from '../models/model.ts';

/** What a connection charges, USD for a million tokens. Given by the person who pays, never looked up. */
export interface Price {
  readonly inputPerMillion: number;
  readonly outputPerMillion: number;
  /** For input tokens that the server had in its cache; `inputPerMillion` where absent. */
  readonly cachedPerMillion?: number;
}

/** USD for the tokens of one or many answers. `cached` tokens are part of `input`, as OpenAI's usage counts them. */
export function costOf(usage: Usage, price: Price): number {
  const cached = Math.min(usage.cached, usage.input);
  return (
    ((usage.input - cached) * price.inputPerMillion +
      cached * (price.cachedPerMillion ?? price.inputPerMillion) +
      usage.output * price.outputPerMillion) /
    1e6
  );
}
