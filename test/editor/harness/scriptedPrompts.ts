import type { Answer, PickAsk, Prompts, Row, Tone, WriteAsk } from '../../../src/editor/connections/prompts.ts';

/** What the scripted person does next; `step` says at which question, where they are numbered, `seen` after which text. */
export type Act =
  | { readonly pick: string | RegExp }
  | { readonly type: string }
  | { readonly write: string }
  | { readonly press: string }
  | { readonly leave: 'back' | 'esc'; readonly step?: number; readonly seen?: string };

/**
 * A person who answers by a script. A list with work behind it is waited on until the row of the script is there; an answer that
 * the work itself gives is taken. Everything that was shown is kept, so that it can be looked through for what must not be shown.
 */
export class ScriptedPrompts implements Prompts {
  /** What was asked: title, step, placeholder or prompt, notes and remarks, rows. */
  readonly shown: string[] = [];
  readonly messages: { readonly tone: Tone; readonly text: string; readonly buttons: readonly string[] }[] = [];
  readonly #script: Act[];
  #played: (() => void) | undefined;

  constructor(...script: readonly Act[]) {
    this.#script = [...script];
  }

  /** Resolves when the script has been played to its end. */
  async over(): Promise<void> {
    while (!this.isOver) await new Promise<void>((resolve) => (this.#played = resolve));
  }

  /** Whether the script was played to its end. */
  get isOver(): boolean {
    return this.#script.length === 0;
  }

  async pick<T>(ask: PickAsk<T>): Promise<Answer<T>> {
    const stop = new AbortController();
    this.#show([ask.title, ask.step, ask.placeholder]);
    return new Promise<Answer<T>>((resolve, reject) => {
      const end = (answer: Answer<T>): void => {
        stop.abort();
        resolve(answer);
      };
      const look = (rows: readonly Row<T>[], isLast: boolean): void => {
        if (stop.signal.aborted) return;
        this.#show(rows.map(({ label, description, detail }) => [label, description, detail]));
        const answer = this.#answerOf(ask, rows);
        if (answer !== undefined) end(answer);
        else if (isLast)
          reject(new Error(`nothing of the script fits: ${JSON.stringify([ask.title, this.#script[0], rows])}`));
      };
      let rows = ask.rows;
      look(rows, ask.work === undefined);
      if (ask.work === undefined || stop.signal.aborted) return;
      const working = ask.work((next) => {
        this.#show([next.placeholder]);
        rows = next.rows ?? rows;
        look(rows, false);
      }, stop.signal);
      working.then((value) => {
        if (stop.signal.aborted) return;
        if (value !== undefined) end({ kind: 'given', value });
        else look(rows, true);
      }, reject);
    });
  }

  write(ask: WriteAsk): Promise<Answer<string>> {
    this.#show([ask.title, ask.step, ask.prompt, ask.note, ask.isSecret === true ? '(secret)' : ask.value]);
    for (;;) {
      const act = this.#take();
      if (act !== undefined && 'leave' in act) return Promise.resolve({ kind: act.leave === 'back' ? 'back' : 'left' });
      if (act === undefined || !('write' in act))
        return Promise.reject(
          new Error(`asked to write ${ask.title} (${ask.prompt}), the script says ${JSON.stringify(act)}`),
        );
      const remark = ask.check(act.write);
      if (remark !== undefined) this.#show([remark.severity, remark.text]);
      if (remark?.severity !== 'error') return Promise.resolve({ kind: 'given', value: act.write });
    }
  }

  tell(tone: Tone, text: string, ...buttons: readonly string[]): Promise<string | undefined> {
    this.messages.push({ tone, text, buttons });
    return Promise.resolve(this.#pressed(buttons));
  }

  confirm(text: string, detail: string, action: string): Promise<boolean> {
    this.#show([text, detail, action]);
    return Promise.resolve(this.#pressed([action]) === action);
  }

  during<T>(title: string, work: (say: (text: string) => void, signal: AbortSignal) => Promise<T>): Promise<T> {
    this.#show([title]);
    return work((text) => this.#show([text]), new AbortController().signal);
  }

  #take(): Act | undefined {
    const act = this.#script.shift();
    this.#played?.();
    return act;
  }

  #show(what: unknown): void {
    this.shown.push(JSON.stringify(what));
  }

  #pressed(buttons: readonly string[]): string | undefined {
    const act = this.#script[0];
    if (act === undefined || !('press' in act) || !buttons.includes(act.press)) return undefined;
    this.#take();
    return act.press;
  }

  #answerOf<T>(ask: PickAsk<T>, rows: readonly Row<T>[]): Answer<T> | undefined {
    const act = this.#script[0];
    const given = (row: Row<T> | undefined): Answer<T> | undefined => {
      if (row === undefined) return undefined;
      this.#take();
      return { kind: 'given', value: row.value };
    };
    if (act === undefined) return undefined;
    const isSeen = !('seen' in act) || this.shown.some((line) => line.includes(act.seen ?? ''));
    if ('leave' in act && isSeen && (act.step === undefined || act.step === ask.step)) {
      this.#take();
      return { kind: act.leave === 'back' ? 'back' : 'left' };
    }
    if ('type' in act) return given(ask.typed?.row(act.type));
    if (!('pick' in act)) return undefined;
    const { pick } = act;
    return given(rows.find(({ label }) => (typeof pick === 'string' ? label.includes(pick) : pick.test(label))));
  }
}
