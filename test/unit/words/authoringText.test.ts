import * as l10n from '@vscode/l10n';
import { afterEach, describe, expect, it } from 'vitest';
import { builtInProtocols } from '../../../src/core/evaluation/builtInProtocols.ts';
import { builtInStrategies } from '../../../src/core/evaluation/strategies.ts';
import { protocolFileErrorText, strategyFileErrorText } from '../../../src/core/words/authoringText.ts';
import { originText, strategyText } from '../../../src/core/words/strategyText.ts';
import chinese from '../../../l10n/bundle.l10n.zh-cn.json' with { type: 'json' };

describe('words for files that people write', () => {
  afterEach(() => l10n.config({ contents: {} }));

  it('say what a field can be, or leave it to the schema', () => {
    const text = (path: string) => protocolFileErrorText({ kind: 'invalid', path, detail: 'Invalid input' });
    expect(text('stages[1].answer.kind')).toContain('choice, yesNo, number, ranked or open');
    expect(text('stages[0].answer.labels[2]')).toContain('none of them empty');
    expect(text('')).toMatch(/^A protocol cannot be this/);
    expect(text('$schema')).toContain('Invalid input');
  });

  it('keep placeholders as they are, in both languages', () => {
    for (const contents of [{}, chinese]) {
      l10n.config({ contents });
      expect(strategyFileErrorText({ kind: 'noQuestion', detail: '' })).toContain('{question}');
      const text = protocolFileErrorText({ kind: 'unknownPlaceholder', path: '', detail: '{option}' });
      expect(text).toMatch(/\{option\}.*\{options\}, \{min\}, \{max\}, \{label\}/s);
    }
  });

  it('shorten what somebody wrote', () => {
    expect(strategyFileErrorText({ kind: 'unknownKey', detail: 'x'.repeat(5000) }).length).toBeLessThan(500);
  });

  it.each(builtInStrategies)(
    'say $id in English as a run records it, and in the language of the editor',
    (strategy) => {
      const { title, description } = strategyText(strategy);
      expect({ title, description }).toEqual({ title: strategy.title, description: strategy.description });
      l10n.config({ contents: chinese });
      expect(strategyText(strategy).description).toMatch(/\p{Script=Han}/u);
      expect(strategyText({ ...strategy, title: 'Mine' }).title).toBe('Mine');
    },
  );

  it('tell whose a protocol or strategy is', () => {
    for (const shipped of [builtInProtocols[0]!, builtInStrategies[0]!]) {
      expect(originText(shipped)).toBe('');
      expect(originText({ ...shipped })).toBe('yours, in place of the built-in one');
      expect(originText({ ...shipped, id: 'own' })).toBe('yours');
    }
  });
});
