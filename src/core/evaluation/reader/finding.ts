import type { RuleId } from '../outcome.ts';

/** What a rule decided about a text; places are in that text, in UTF-16 units. */
export interface Finding {
  readonly kind: 'answered' | 'outOfSet' | 'ambiguous' | 'refused' | 'unparsed' | 'truncated';
  readonly rule: RuleId;
  readonly label?: string;
  readonly labels?: readonly string[];
  readonly value?: number;
  readonly span?: readonly [number, number];
  /** `concept:form` of the lexicon. */
  readonly entry?: string;
  /** A complete answer, which a token limit cannot have cut: JSON, an `ANSWER:` line, or the whole reply. */
  readonly complete?: boolean;
}

/** A finding moved by `offset`, under the rule that found the part it was read from. */
export function within(finding: Finding, offset: number, rule: RuleId): Finding {
  const { span } = finding;
  return { ...finding, rule, ...(span === undefined ? {} : { span: [span[0] + offset, span[1] + offset] as const }) };
}
