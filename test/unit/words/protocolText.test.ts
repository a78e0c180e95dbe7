import * as l10n from '@vscode/l10n';
import { afterEach, describe, expect, it } from 'vitest';
import { builtInProtocols } from '../../../src/core/evaluation/builtInProtocols.ts';
import { protocolText } from '../../../src/core/words/protocolText.ts';
import chinese from '../../../l10n/bundle.l10n.zh-cn.json' with { type: 'json' };

describe('protocolText', () => {
  afterEach(() => l10n.config({ contents: {} }));

  it.each(builtInProtocols)('says of $id in English what a run records', (protocol) => {
    const { title, description } = protocolText(protocol);
    expect({ title, description }).toEqual({ title: protocol.title, description: protocol.description });
  });

  it.each(builtInProtocols)('says $id in the language of the editor', (protocol) => {
    l10n.config({ contents: chinese });
    const { title, description } = protocolText(protocol);
    expect(title).toMatch(/\p{Script=Han}/u);
    expect(description).toMatch(/\p{Script=Han}/u);
  });

  it("leaves a user's own as it is written, also one that replaces a built-in", () => {
    l10n.config({ contents: chinese });
    const own = { ...builtInProtocols[0]!, title: 'Mine', description: undefined };
    expect(protocolText(own)).toMatchObject({ title: 'Mine', description: undefined });
  });
});
