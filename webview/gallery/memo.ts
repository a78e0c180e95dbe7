import { Component, type ComponentChild, type FunctionComponent, h } from 'preact';

/** Draws a component again only when one of its props is another value: in a grid that scrolls, nearly none is. */
export function memo<P extends object>(draw: FunctionComponent<P>): new (props: P) => Component<P> {
  return class Memo extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      const before = this.props as Record<string, unknown>;
      const after = next as Record<string, unknown>;
      return Object.keys({ ...before, ...after }).some((key) => !Object.is(before[key], after[key]));
    }

    override render(props: P): ComponentChild {
      return h(draw, props as P & { key?: never });
    }
  };
}
