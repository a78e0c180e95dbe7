import * as vscode from 'vscode';
import type { Answer, PickAsk, Prompts, Remark, Row, Tone, WriteAsk } from './prompts.ts';

interface Item<T> extends vscode.QuickPickItem {
  readonly row: Row<T>;
}

/** Shows a question until it is answered or left, then lets go of it. */
function shown<T>(
  input: vscode.QuickInput,
  ask: { readonly title: string; readonly step?: number; readonly steps?: number },
  begin: (answer: (answer: Answer<T>) => void, owned: vscode.Disposable[]) => void,
): Promise<Answer<T>> {
  return new Promise((resolve) => {
    const owned: vscode.Disposable[] = [];
    const end = (answer: Answer<T>): void => {
      resolve(answer);
      for (const one of owned.splice(0)) one.dispose();
      input.dispose();
    };
    input.title = ask.title;
    input.step = ask.step;
    input.totalSteps = ask.steps;
    input.ignoreFocusOut = true;
    owned.push(input.onDidHide(() => end({ kind: 'left' })));
    begin(end, owned);
    input.show();
  });
}

function pick<T>(ask: PickAsk<T>): Promise<Answer<T>> {
  const input = vscode.window.createQuickPick<Item<T>>();
  let rows = ask.rows;
  const fill = (): void => {
    const kept = input.activeItems[0]?.row;
    const typed = input.value.trim() === '' ? undefined : ask.typed?.row(input.value.trim());
    const items = rows.map((row): Item<T> => ({ ...row, row }));
    const own = typed === undefined ? [] : [{ ...typed, row: typed, alwaysShow: true }];
    input.items = ask.typed?.place === 'first' ? [...own, ...items] : [...items, ...own];
    const active =
      (typed !== undefined && ask.typed?.place === 'first' && own[0]) ||
      input.items.find(({ row }) => row === kept) ||
      input.items.find(({ row }) => ask.active?.(row.value) === true);
    if (active) input.activeItems = [active];
  };
  input.placeholder = ask.placeholder;
  input.matchOnDescription = true;
  input.keepScrollPosition = true;
  input.buttons = ask.canGoBack === true ? [vscode.QuickInputButtons.Back] : [];
  return shown<T>(input, ask, (answer, owned) => {
    const stop = new AbortController();
    owned.push({ dispose: () => stop.abort() });
    owned.push(
      input.onDidTriggerButton(() => answer({ kind: 'back' })),
      input.onDidChangeValue(() => ask.typed && fill()),
      input.onDidAccept(() => {
        const chosen = input.selectedItems[0] ?? input.activeItems[0];
        if (chosen !== undefined) answer({ kind: 'given', value: chosen.row.value });
      }),
    );
    fill();
    if (ask.work === undefined) return;
    input.busy = true;
    const working = ask.work((next) => {
      if (stop.signal.aborted) return;
      if (next.placeholder !== undefined) input.placeholder = next.placeholder;
      if (next.rows === undefined) return;
      rows = next.rows;
      fill();
    }, stop.signal);
    void working.then((value) => {
      if (stop.signal.aborted) return;
      input.busy = false;
      if (value !== undefined) answer({ kind: 'given', value });
    });
  });
}

const severities = {
  error: vscode.InputBoxValidationSeverity.Error,
  warning: vscode.InputBoxValidationSeverity.Warning,
  info: vscode.InputBoxValidationSeverity.Info,
} as const;

function messageOf(remark: Remark | undefined): vscode.InputBox['validationMessage'] {
  return remark && { message: remark.text, severity: severities[remark.severity] };
}

function write(ask: WriteAsk): Promise<Answer<string>> {
  const input = vscode.window.createInputBox();
  input.prompt = ask.prompt;
  input.placeholder = ask.placeholder;
  input.value = ask.value ?? '';
  input.password = ask.isSecret === true;
  input.buttons = ask.canGoBack === true ? [vscode.QuickInputButtons.Back] : [];
  // What was written is to be corrected, or replaced by pasting.
  input.valueSelection = [0, input.value.length];
  input.validationMessage = messageOf(ask.note);
  return shown<string>(input, ask, (answer, owned) => {
    owned.push(
      input.onDidTriggerButton(() => answer({ kind: 'back' })),
      input.onDidChangeValue((text) => {
        // Nothing is wrong yet with a line that is only just begun.
        input.validationMessage = text === '' ? undefined : messageOf(ask.check(text));
      }),
      input.onDidAccept(() => {
        const remark = ask.check(input.value);
        if (remark?.severity === 'error') input.validationMessage = messageOf(remark);
        else answer({ kind: 'given', value: input.value });
      }),
    );
  });
}

/** The questions and messages of the editor's window. */
export const windowPrompts: Prompts = {
  pick,
  write,
  async tell(tone: Tone, text, ...buttons) {
    const show = {
      info: vscode.window.showInformationMessage,
      warning: vscode.window.showWarningMessage,
      error: vscode.window.showErrorMessage,
    }[tone];
    return show(text, ...buttons);
  },
  async confirm(text, detail, action) {
    return (await vscode.window.showWarningMessage(text, { modal: true, detail }, action)) === action;
  },
  async during(title, work) {
    return vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (progress, token) => {
        const stop = new AbortController();
        token.onCancellationRequested(() => stop.abort());
        return work((message) => progress.report({ message }), stop.signal);
      },
    );
  },
};
