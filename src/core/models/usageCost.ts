import type { Price } from './connection.ts';
import type { Usage } from './model.ts';

/**
 * The cost of one answer in US dollars, or `undefined` where usage or price is not known: an unknown cost is not zero.
 * Cached input is counted in `usage.input` by the servers, so it is taken out before its own price is applied.
 */
export function extractUsageCost(usage: Usage | undefined, price: Price | undefined): number | undefined {
  if (usage === undefined || price === undefined) return undefined;
  const cached = Math.min(usage.cached, usage.input);
  const cachedPrice = price.cachedPerMillionUsd ?? price.inputPerMillionUsd;
  const input = (usage.input - cached) * price.inputPerMillionUsd + cached * cachedPrice;
  return (input + usage.output * price.outputPerMillionUsd) / 1_000_000;
}
