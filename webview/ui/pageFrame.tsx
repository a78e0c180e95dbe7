import type { ComponentChildren, VNode } from 'preact';
import { ActionError, type Failing } from './actionError.tsx';

/** A whole page in the editor's ground: its toolbar, what went wrong last, its content, and what is said to screen readers. */
export function PageFrame(props: {
  /** The page's class. */
  readonly name: string;
  readonly title: string;
  /** The benchmark that the page is about; `undefined` until it is known. */
  readonly about: string | undefined;
  readonly actions: ComponentChildren;
  readonly store: Failing & { readonly announcement: string };
  readonly children: ComponentChildren;
}): VNode {
  const { name, title, about, actions, store, children } = props;
  return (
    <div class={`page ${name}`}>
      <header class="toolbar">
        <h1>
          {title} {about !== undefined && <bdi class="quiet">{about}</bdi>}
        </h1>
        {actions}
      </header>
      <ActionError store={store} />
      {children}
      <div class="unseen" role="status" aria-live="polite">
        {store.announcement}
      </div>
    </div>
  );
}
