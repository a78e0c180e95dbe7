import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { type ComponentChildren, h, type VNode } from 'preact';

/*
 * The only file that knows the UI toolkit: pages use the components below, so that another library can take its place here.
 * They are for toolbars and forms; a grid of thousands of cards is plain DOM.
 */

/** Registers the elements that the pages use. To be called once, before the first drawing. */
export function registerToolkit(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodeProgressRing(),
    vsCodeTextField(),
  );
}

// What `h` infers for an element that it does not know is narrower than what a component may return.
function element(tag: string, props: Record<string, unknown>, children?: ComponentChildren): VNode {
  return h(tag, props, children) as VNode;
}

/** A push button. `kind` `icon` is a bare glyph, which needs a `label`. */
export function Button(props: {
  readonly kind: 'primary' | 'secondary' | 'icon';
  readonly label?: string;
  readonly title?: string;
  readonly disabled?: boolean;
  readonly id?: string;
  readonly class?: string;
  readonly expanded?: boolean;
  readonly popup?: 'menu';
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}): VNode {
  const { kind, label, expanded, popup, children, ...rest } = props;
  return element(
    'vscode-button',
    {
      ...rest,
      appearance: kind,
      ...(label === undefined ? {} : { 'aria-label': label }),
      ...(expanded === undefined ? {} : { 'aria-expanded': expanded }),
      ...(popup === undefined ? {} : { 'aria-haspopup': popup }),
    },
    children,
  );
}

/** One line of text. `onInput` gets each change as it is typed. */
export function TextField(props: {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly placeholder: string;
  readonly invalid: boolean;
  readonly describedBy?: string;
  readonly onInput: (value: string) => void;
  readonly onEnter: () => void;
  readonly children?: ComponentChildren;
}): VNode {
  const { id, label, value, placeholder, invalid, describedBy, onInput, onEnter, children } = props;
  return element(
    'vscode-text-field',
    {
      id,
      value,
      placeholder,
      // The element calls itself "Text field" when it is connected, whatever it was called before.
      ref: (field: Element | null) => field?.setAttribute('aria-label', label),
      'aria-invalid': invalid ? 'true' : 'false',
      ...(describedBy === undefined ? {} : { 'aria-describedby': describedBy }),
      class: invalid ? 'invalid' : '',
      onInput: (event: Event) => onInput((event.currentTarget as HTMLInputElement).value),
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key === 'Enter') onEnter();
      },
    },
    children,
  );
}

/** A choice of one. */
export function Dropdown<Value extends string>(props: {
  readonly id: string;
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly (readonly [Value, string])[];
  readonly onChange: (value: Value) => void;
}): VNode {
  const { id, label, value, choices, onChange } = props;
  return element(
    'vscode-dropdown',
    {
      id,
      value,
      'aria-label': label,
      onChange: (event: Event) => {
        const chosen = (event.currentTarget as HTMLSelectElement).value as Value;
        // The element also reports the value that it was given.
        if (chosen !== value) onChange(chosen);
      },
    },
    choices.map(([key, word]) => element('vscode-option', { key, value: key, selected: key === value }, word)),
  );
}

/** Something is on its way. */
export function ProgressRing(props: { readonly label: string }): VNode {
  return element('vscode-progress-ring', { 'aria-label': props.label });
}
