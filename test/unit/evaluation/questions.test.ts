import { describe, expect, it } from 'vitest';
import { builtInProtocols } from '../../../src/core/evaluation/builtInProtocols.ts';
import type { ResolvedAnswer, ResolvedStage } from '../../../src/core/evaluation/protocol.ts';
import {
  buildMessages,
  questionText,
  shownOptions,
  type OptionSettings,
} from '../../../src/core/evaluation/questions.ts';
import { findStrategy, type Strategy } from '../../../src/core/evaluation/strategies.ts';
import type { SentImage } from '../../../src/core/models/model.ts';

const labels = ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'];
const choice: ResolvedAnswer = { kind: 'choice', labels };
const number: ResolvedAnswer = { kind: 'number', scale: { min: 1, max: 7 } };
const settings: OptionSettings = { style: 'words', order: 'fixed', seed: 1, item: 'a.png' };

function stage(question: string, answer: ResolvedAnswer = choice): ResolvedStage {
  return { id: 's', question, answer };
}

function strategy(id = 'plain'): Strategy {
  const found = findStrategy(id);
  if (found === undefined) throw new Error(id);
  return found;
}

function ask(of: ResolvedStage, own: Partial<OptionSettings> = {}, how = strategy(), label?: string): string {
  const options = shownOptions(of.answer, { ...settings, ...own });
  return questionText({ stage: of, options, strategy: how, ...(label === undefined ? {} : { label }) });
}

describe('options as shown', () => {
  it('stand in the order of the benchmark when the order is fixed', () => {
    expect(shownOptions(choice, settings)).toEqual({ style: 'words', order: labels });
  });

  it('are none for numbers and open answers', () => {
    expect(shownOptions(number, settings)).toBeUndefined();
    expect(shownOptions({ kind: 'open', labels }, settings)).toBeUndefined();
  });

  it('are shuffled by seed, item and repeat, and by nothing else', () => {
    const order = (own: Partial<OptionSettings>) =>
      shownOptions(choice, { ...settings, order: 'shuffled', ...own })?.order.join();
    expect(order({})).toBe(order({}));
    const varied = [order({}), order({ seed: 2 }), order({ item: 'b.png' }), order({ repeat: 1 })];
    expect(new Set(varied).size).toBe(4);
    for (const one of varied) expect(one?.split(',').sort()).toEqual([...labels].sort());
  });

  // The order was worked out by a second program, in another language, from the two published algorithms.
  it('have not changed their order since the first version, so that runs can be repeated', () => {
    const order = shownOptions(choice, { ...settings, order: 'shuffled' })?.order;
    expect(order).toEqual(['surprise', 'happy', 'worry', 'sad', 'neutral', 'angry']);
  });

  it('put each label at each place equally often', () => {
    const rounds = 6000;
    const counts = new Map<string, number>();
    for (let index = 0; index < rounds; index++) {
      const shown = shownOptions(choice, { ...settings, order: 'shuffled', item: `portrait-${index}.png` });
      shown?.order.forEach((label, place) => {
        counts.set(`${label}@${place}`, (counts.get(`${label}@${place}`) ?? 0) + 1);
      });
    }
    expect(counts.size).toBe(36);
    // Chi-square with 25 degrees of freedom (a 6 x 6 table with fixed margins): 52.6 is its 0.999 quantile.
    const expected = rounds / 6;
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(52.6);
  });

  it('are words where there are more options than letters', () => {
    const many: ResolvedAnswer = {
      kind: 'choice',
      labels: Array.from({ length: 27 }, (_, index) => `intent ${index}`),
    };
    expect(shownOptions(many, { ...settings, style: 'letters' })?.style).toBe('words');
  });
});

describe('the text of a question', () => {
  it('names the options as words or under letters', () => {
    expect(ask(stage('Which? {options}.'))).toContain('Which? happy, sad, angry, surprise, worry, neutral.');
    const lettered = ask(stage('Which? {options}.'), { style: 'letters' });
    expect(lettered).toContain('Which? A. happy, B. sad, C. angry, D. surprise, E. worry, F. neutral.');
    expect(lettered).toContain('the letter of one option');
  });

  it('parts options that hold commas by semicolons', () => {
    const answer: ResolvedAnswer = { kind: 'choice', labels: ['comfort, console', 'tease'] };
    expect(ask(stage('{options}', answer))).toContain('comfort, console; tease');
  });

  it('adds the options when the question forgot them, since the outcome says they were shown', () => {
    expect(ask(stage('Which emotion?'))).toContain('Which emotion?\nOptions: happy, sad,');
    const yesNo: ResolvedAnswer = { kind: 'yesNo', labels: ['yes', 'no'] };
    expect(ask(stage('Is it?', yesNo))).not.toContain('Options');
    expect(ask(stage('Is it?', yesNo))).toContain('"yes" or "no"');
    expect(ask(stage('Is it?', yesNo), { style: 'letters' })).toContain('Options: A. yes, B. no.');
  });

  it('fills the scale and the answer to an earlier stage', () => {
    const of = stage('How {label}, {min} to {max}?', number);
    expect(ask(of, {}, strategy(), 'happy')).toContain('How happy, 1 to 7?');
    expect(ask(of)).toContain('one number from 1 to 7');
  });

  it('takes labels as they are, even those that look like a template', () => {
    const answer: ResolvedAnswer = { kind: 'choice', labels: ['{min}', "$& $1 $'", '{form} {question}'] };
    expect(ask(stage('Which? {options}', answer))).toContain("Which? {min}, $& $1 $', {form} {question}\n");
  });

  it('leaves unknown braces alone', () => {
    expect(ask(stage('Answer as JSON {"emotion": {x}} {colour} {options}'))).toContain(
      '{"emotion": {x}} {colour} happy',
    );
  });

  it('leaves no hole unfilled in any built-in protocol under any built-in strategy', () => {
    for (const { stages } of builtInProtocols) {
      for (const one of stages) {
        const kind = one.answer.kind;
        const answer: ResolvedAnswer =
          kind === 'number'
            ? number
            : kind === 'yesNo'
              ? { kind, labels: ['yes', 'no'] }
              : kind === 'open'
                ? { kind, labels }
                : choice;
        for (const id of ['plain', 'reasoned', 'emoprompt', 'multi-perspective', 'emoprompt+multi-perspective']) {
          for (const style of ['words', 'letters'] as const) {
            const text = ask({ id: one.id, question: one.question, answer }, { style }, strategy(id));
            expect(text).not.toMatch(/\{[a-z]+\}|undefined/);
          }
        }
      }
    }
  });
});

describe('messages', () => {
  const image = (sha256: string): SentImage => ({ bytes: new Uint8Array(1), mime: 'image/png', sha256 });

  it('hold the pictures once, before the first text', () => {
    const parts = { stage: stage('Which? {options}'), options: undefined, images: [image('whole'), image('face')] };
    const [only, ...none] = buildMessages({ ...parts, strategy: strategy() });
    expect(none).toEqual([]);
    expect(only?.role).toBe('user');
    expect(only?.parts.map((part) => (part.type === 'image' ? part.image.sha256 : 'text'))).toEqual([
      'whole',
      'face',
      'text',
    ]);
  });

  it('go on in a conversation', () => {
    const messages = buildMessages({
      stage: stage('How strong?', number),
      options: undefined,
      images: [image('whole')],
      strategy: strategy(),
      earlier: [
        { question: 'Polarity?', reply: 'positive' },
        { question: 'Emotion?', reply: 'happy' },
      ],
    });
    expect(messages.map(({ role, parts }) => [role, parts.length])).toEqual([
      ['user', 2],
      ['assistant', 1],
      ['user', 1],
      ['assistant', 1],
      ['user', 1],
    ]);
    expect(messages[3]?.parts[0]).toEqual({ type: 'text', text: 'happy' });
  });
});
