import * as vscode from 'vscode';

/** A row that a quick pick offers. */
export type Row = vscode.QuickPickItem;

/** One question that the window put to the person, with the rows that were offered where it was a list. */
export interface Asked {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** What a person does in lists and input boxes. What is left out leaves the question with Escape. */
export interface Person {
  /** Chooses from a list: a row, several where many may be picked, or nothing. */
  readonly pick?: (asked: Asked) => Row | readonly Row[] | undefined;
  /** Writes into an input box. */
  readonly write?: (title: string) => string | undefined;
}

/** Plays the person while `act` runs, and hands back what the window asked, in order. */
export async function asPerson(person: Person, act: () => Promise<unknown>): Promise<Asked[]> {
  const window = vscode.window as unknown as Record<string, unknown>;
  const kept = { showQuickPick: window['showQuickPick'], showInputBox: window['showInputBox'] };
  const seen: Asked[] = [];
  window['showQuickPick'] = async (
    offered: readonly Row[] | Promise<readonly Row[]>,
    options: vscode.QuickPickOptions = {},
  ): Promise<Row | readonly Row[] | undefined> => {
    const asked = { title: options.title ?? '', rows: await offered };
    seen.push(asked);
    return person.pick?.(asked);
  };
  window['showInputBox'] = (options: vscode.InputBoxOptions = {}): Promise<string | undefined> => {
    seen.push({ title: options.title ?? '', rows: [] });
    return Promise.resolve(person.write?.(options.title ?? ''));
  };
  try {
    await act();
    return seen;
  } finally {
    Object.assign(window, kept);
  }
}

/** Picks rows by a part of their label, one list after the other; a list that none is left for is left with Escape. */
export function picking(...labels: readonly (string | readonly string[])[]): NonNullable<Person['pick']> {
  const left = [...labels];
  return ({ rows, title }) => {
    const wanted = left.shift();
    if (wanted === undefined) return undefined;
    const rowOf = (label: string): Row => {
      const found = rows.find((row) => row.label.includes(label));
      if (found === undefined)
        throw new Error(`"${title}" does not offer ${label}, only ${rows.map((row) => row.label).join(' | ')}`);
      return found;
    };
    return typeof wanted === 'string' ? rowOf(wanted) : wanted.map(rowOf);
  };
}
