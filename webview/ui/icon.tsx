import type { VNode } from 'preact';

/** A codicon, for the eye only: words that say the same have to stand with it or in a label. */
export function Icon({ name, tone }: { readonly name: string; readonly tone?: string }): VNode {
  const spin = name === 'loading' ? ' codicon-modifier-spin' : '';
  return (
    <span class={`codicon codicon-${name}${spin}${tone === undefined ? '' : ` tone-${tone}`}`} aria-hidden="true" />
  );
}
