import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { QueryCompletionView } from '../../src/protocol/views.ts';
import { Icon } from '../ui/icon.tsx';
import { shortCount } from '../ui/numbers.ts';
import { PlainButton } from '../ui/picturePane.tsx';
import { TextField } from '../ui/toolkit.ts';
import type { GalleryStore } from './galleryStore.ts';
import { completed } from './queryText.ts';

const typingDelayMs = 250;
/** As many as fit without a scroll bar; typing on narrows them. */
const mostOptions = 12;
const glyphs = { field: 'symbol-field', value: 'symbol-enum-member', word: 'symbol-keyword', order: 'list-ordered' };

/** What is wrong with the query: the sentence, and the place in the text (UTF-16 units). */
export interface QueryFault {
  readonly text: string;
  readonly at: number;
  readonly length: number;
}

type Option = QueryCompletionView['options'][number];

/** What could stand at the caret of a text. */
type Offer = QueryCompletionView & { readonly text: string };

/** The query: offers what could stand at the caret, and shows where it is not understood. */
export function QueryField(props: { readonly gallery: GalleryStore; readonly wrong: QueryFault | undefined }): VNode {
  const { gallery, wrong } = props;
  const box = useQueryBox(gallery);
  const { text, offered } = box;
  return (
    <div class="query" onKeyDownCapture={box.onKey} onFocusOut={offered.close}>
      <TextField
        id="query"
        label={l10n.t('Query')}
        value={text}
        placeholder={l10n.t('Query, such as {0}', 'label:angry pred:!angry')}
        invalid={wrong !== undefined}
        {...(wrong === undefined ? {} : { describedBy: 'query-error' })}
        onInput={box.onInput}
        onEnter={() => undefined}
      >
        <span slot="start" class="codicon codicon-search" aria-hidden="true" />
        {text !== '' && (
          <span slot="end" class="query-clear">
            <PlainButton label={l10n.t('Clear Query')} glyph="close" onClick={box.clear} />
          </span>
        )}
      </TextField>
      {offered.options.length > 0 ? (
        <Options options={offered.options} active={offered.active} onChoose={box.accept} />
      ) : (
        wrong !== undefined && <Fault text={box.sent} wrong={wrong} />
      )}
    </div>
  );
}

/** The list below the query, which lives while its answers come and go. */
interface Offered {
  readonly offer: Offer | undefined;
  readonly options: readonly Option[];
  /** The row that a key has gone to; -1 for none. */
  readonly active: number;
  pick(option: Option | undefined): void;
  /** Asks what could stand at a place of a text. */
  ask(text: string, at: number): void;
  /** An answer that is still on its way is no longer wanted. */
  forgetAnswer(): void;
  close(): void;
}

function useOffered(gallery: GalleryStore): Offered {
  const [offer, setOffer] = useState<Offer | undefined>(undefined);
  const [picked, setPicked] = useState<Option | undefined>(undefined);
  const asked = useRef(0);
  const options = offer?.options.slice(0, mostOptions) ?? [];
  return {
    offer,
    options,
    // An answer that comes late must not take away the row that a key has just gone to.
    active: options.findIndex(({ kind, label }) => kind === picked?.kind && label === picked.label),
    pick: setPicked,
    ask(text, at) {
      const turn = ++asked.current;
      gallery.complete(text, at).then(
        (found) => {
          if (turn !== asked.current) return;
          setOffer({ ...found, text });
          gallery.announce(l10n.t('{0} suggestions', Math.min(found.options.length, mostOptions)));
        },
        () => undefined,
      );
    },
    forgetAnswer: () => void asked.current++,
    close() {
      asked.current++;
      setOffer(undefined);
      setPicked(undefined);
    },
  };
}

/** What is typed, what was sent of it, and what keys do. */
interface QueryBox {
  readonly text: string;
  readonly sent: string;
  readonly offered: Offered;
  onInput(text: string): void;
  onKey(event: KeyboardEvent): void;
  accept(index: number): void;
  clear(): void;
}

function useQueryBox(gallery: GalleryStore): QueryBox {
  const { query } = gallery.intent.filter;
  const [text, setText] = useState(query);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const sent = useRef(query);
  const caret = useRef<number | undefined>(undefined);
  const offered = useOffered(gallery);
  // The query also changes elsewhere: a view in the tree, a command of the editor, "Clear Filters". What was just being typed is void then.
  useEffect(() => {
    if (query === sent.current) return;
    clearTimeout(timer.current);
    sent.current = query;
    setText(query);
    offered.close();
  }, [query]);
  useLayoutEffect(() => {
    const input = inputOf();
    tellInput(input, offered.options.length > 0, offered.active);
    if (caret.current === undefined || input === null) return;
    input.value = text;
    input.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  });

  const send = (value: string): void => {
    clearTimeout(timer.current);
    sent.current = value;
    if (value !== gallery.intent.filter.query) gallery.setFilter({ ...gallery.intent.filter, query: value });
  };
  const write = (value: string, at: number): void => {
    offered.pick(undefined);
    setText(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => send(value), typingDelayMs);
    offered.ask(value, at);
  };
  const accept = (index: number): void => {
    // What was typed since the list came is a part of the word that the option stands for.
    const chosen = offered.offer && completed(offered.offer.text, offered.offer, index);
    if (chosen === undefined) return;
    caret.current = chosen.caret;
    write(chosen.text, chosen.caret);
  };
  const clear = (): void => {
    offered.close();
    setText('');
    send('');
    document.getElementById('query')?.focus();
  };
  return {
    text,
    sent: sent.current,
    offered,
    onInput: (value) => write(value, caretIn(value)),
    onKey: (event) => onKey(event, { text, offered, accept, send }),
    accept,
    clear,
  };
}

function onKey(
  event: KeyboardEvent,
  box: Pick<QueryBox, 'text' | 'offered' | 'accept'> & { send(text: string): void },
): void {
  const { text, offered } = box;
  const { options, active } = offered;
  const { key } = event;
  const isOpen = options.length > 0;
  // An answer that is still on its way would open the list again.
  if (key === 'Escape') offered.forgetAnswer();
  const isDown = key === 'ArrowDown';
  if (!isOpen && (isDown || (key === ' ' && event.ctrlKey))) offered.ask(text, caretIn(text));
  else if (isOpen && (isDown || key === 'ArrowUp'))
    offered.pick(options[moved(active, isDown ? 1 : -1, options.length)]);
  else if (isOpen && active >= 0 && (key === 'Enter' || key === 'Tab')) box.accept(active);
  else if (key === 'Escape' && isOpen) offered.close();
  else if (key === 'Enter') {
    offered.close();
    box.send(text);
    return;
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

function Options(props: {
  readonly options: readonly Option[];
  readonly active: number;
  readonly onChoose: (index: number) => void;
}): VNode {
  const { options, active, onChoose } = props;
  return (
    <ul id="query-options" class="query-options" role="listbox" aria-label={l10n.t('Query Suggestions')}>
      {options.map(({ label, kind, count }, index) => (
        <li
          key={`${kind} ${label}`}
          id={optionId(index)}
          role="option"
          aria-selected={index === active}
          class={index === active ? 'query-option active' : 'query-option'}
          // The field keeps the focus: a press elsewhere would close the list before the click.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(index)}
        >
          <Icon name={glyphs[kind]} />
          <bdi class="query-word">{label}</bdi>
          {count !== undefined && <span class="tabular quiet">{shortCount(count)}</span>}
        </li>
      ))}
    </ul>
  );
}

/** The sentence, and the query with the place at fault marked: a count of characters is hard to follow with the eye. */
function Fault({ text, wrong }: { readonly text: string; readonly wrong: QueryFault }): VNode {
  const end = wrong.at + Math.max(1, wrong.length);
  return (
    <div id="query-error" class="query-error" role="alert">
      <bdi>{wrong.text}</bdi>
      <div class="query-echo" aria-hidden="true">
        {text.slice(0, wrong.at)}
        <span class="query-at">{text.slice(wrong.at, end) || ' '}</span>
        {text.slice(end)}
      </div>
    </div>
  );
}

function optionId(index: number): string {
  return `query-option-${index}`;
}

function moved(active: number, by: 1 | -1, count: number): number {
  if (active < 0) return by === 1 ? 0 : count - 1;
  return (active + by + count) % count;
}

/** The input inside the toolkit's field: what is typed into, and what screen readers are at. */
function inputOf(): HTMLInputElement | null {
  return document.getElementById('query')?.shadowRoot?.querySelector('input') ?? null;
}

/** Where the caret is in what is typed (UTF-16 units). */
function caretIn(text: string): number {
  return inputOf()?.selectionStart ?? text.length;
}

/** Names the list and its active row to the input; ids do not reach into the field's shadow, elements do. */
function tellInput(input: HTMLInputElement | null, open: boolean, active: number): void {
  if (input === null) return;
  input.setAttribute('role', 'combobox');
  input.setAttribute('autocomplete', 'off');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-haspopup', 'listbox');
  input.setAttribute('aria-expanded', String(open));
  const list = document.getElementById('query-options');
  const option = document.getElementById(optionId(active));
  const reflected = input as unknown as {
    ariaControlsElements: readonly Element[] | null;
    ariaActiveDescendantElement: Element | null;
  };
  reflected.ariaControlsElements = list === null ? null : [list];
  reflected.ariaActiveDescendantElement = option;
}
