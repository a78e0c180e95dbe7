import { describe, expect, it } from 'vitest';
import { polarityTable } from '../../../src/core/affect/polarity.ts';
import { findProtocol } from '../../../src/core/evaluation/builtInProtocols.ts';
import type { Protocol } from '../../../src/core/evaluation/protocol.ts';
import { findStrategy } from '../../../src/core/evaluation/strategies.ts';
import { protocolPreview } from '../../../src/core/words/protocolPreview.ts';

const labels = ['happy', 'sad', 'angry'];
const side = {
  name: 'memo\n# sample',
  benchmark: { labels, scales: {} },
  polarity: polarityTable(labels),
  strategy: findStrategy('plain')!,
};

describe('a protocol for reading', () => {
  it('holds each question as a model reads it, and says which are not asked', () => {
    const text = protocolPreview(findProtocol('memo-progressive')!, side);
    expect(text).toContain('a portrait of memo # sample, with the strategy plain');
    expect(text).toContain('Options: positive, negative.\n\nReply with nothing but one of the options');
    expect(text).toMatch(/## 3\. degree\n\nAnswer: number; compared with: degree\.\n\nNot asked of this benchmark/);
    expect(text).toContain('from {min} (barely there)');
  });

  it('stands as it is written without a benchmark', () => {
    const text = protocolPreview(findProtocol('hate')!, undefined);
    expect(text).toContain('```text\nDoes the given image express hate');
    expect(text).not.toContain('Not asked');
  });

  it('says gates, and lets no text of the protocol end its block', () => {
    const own: Protocol = {
      version: 1,
      id: 'own',
      title: 'Own',
      stages: [
        { id: 'a', question: '```\n# not a heading', answer: { kind: 'choice', labels: 'labels' } },
        {
          id: 'b',
          question: 'Sure?',
          answer: { kind: 'yesNo' },
          when: { stage: 'a', is: ['sad', 'angry'], correct: false },
        },
      ],
    };
    const text = protocolPreview(own, side);
    expect(text).toContain('````text\n```\n# not a heading');
    expect(text).toContain('Answer: choice; compared with: label.');
    expect(text).toContain(
      'Answer: yesNo; not scored. Asked only after a, when: the answer is one of: sad, angry; the answer was wrong.',
    );
  });
});
